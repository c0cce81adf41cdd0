package dev.qwenagent.tools;

import dev.qwenagent.api.RunCancelledException;
import dev.qwenagent.api.tool.PermissionDeniedException;
import dev.qwenagent.api.tool.ToolContext;
import dev.qwenagent.api.tool.ToolOutcome;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.channels.ClosedByInterruptException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls a tool method and makes an outcome of what it returns or throws. What a method throws is its own failure and goes
 * to the model as a sentence; only the run's own signals (interruption, cancellation, denial) and the JVM's errors pass.
 */
final class ToolCaller {

    private final @Nullable Object target;
    private final Method method;
    private final Class<?>[] types;

    /**
     * A caller.
     *
     * @param target the object whose method it is; null for a static one
     * @param method an accessible method
     */
    ToolCaller(@Nullable Object target, Method method) {
        this.target = target;
        this.method = method;
        this.types = method.getParameterTypes();
    }

    /** Calls the method with the values in order, and the context where it asks for it. */
    ToolOutcome call(List<@Nullable Object> values, ToolContext context) throws InterruptedException {
        @Nullable
        Object[] arguments = new Object[types.length];
        Iterator<@Nullable Object> value = values.iterator();
        for (int i = 0; i < types.length; i++) {
            arguments[i] = types[i] == ToolContext.class ? context : value.next();
        }
        try {
            Object result = method.invoke(target, arguments);
            return method.getReturnType() == void.class ? ToolOutcome.Success.of("done") : ToolResults.outcome(result);
        } catch (InvocationTargetException e) {
            return failed(e.getCause());
        } catch (Exception e) {
            return new ToolOutcome.Failure(FailureText.of(e));
        }
    }

    private static ToolOutcome failed(Throwable thrown) throws InterruptedException {
        switch (thrown) {
            case InterruptedException interrupted -> throw interrupted;
            case PermissionDeniedException denied -> throw denied;
            case RunCancelledException cancelled -> throw cancelled;
            case Error error -> throw error;
            case ClosedByInterruptException _ -> {
                Thread.interrupted();
                throw new InterruptedException("the tool was interrupted");
            }
            default -> {
                return new ToolOutcome.Failure(FailureText.of(thrown));
            }
        }
    }
}
