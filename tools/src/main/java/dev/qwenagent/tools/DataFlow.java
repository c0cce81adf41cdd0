package dev.qwenagent.tools;

import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Label.Confidentiality;
import java.lang.reflect.Method;

/**
 * What a tool declares of the data that goes through it.
 *
 * @param result what is known of all that it says
 * @param clearance the most confidential data that its arguments may hold
 */
record DataFlow(Label result, Confidentiality clearance) {

    /** What a method of an object declares, or else its class. */
    static DataFlow of(Method method, Class<?> type) {
        Returns returns = Declared.on(Returns.class, method, type);
        ClearedFor cleared = Declared.on(ClearedFor.class, method, type);
        return new DataFlow(
                returns == null ? Label.PLAIN : new Label(returns.confidentiality(), returns.integrity()),
                cleared == null ? Confidentiality.PUBLIC : cleared.value());
    }
}
