package dev.qwenagent.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.stream.Collectors;

/**
 * Checks that a call is one of a known tool and that its arguments fit the tool's JSON schema: types, required properties,
 * enumerations, nested values. For those who have nothing but specifications; whoever runs tools binds the arguments to
 * them, which checks more.
 */
public final class ToolCallCheck {

    private final ReplyRules rules;

    private ToolCallCheck(ReplyRules rules) {
        this.rules = rules;
    }

    /** A check against the tools that the rules name. */
    public static ToolCallCheck of(ReplyRules rules) {
        return new ToolCallCheck(rules);
    }

    /** The call itself, or an error that tells the model what to mend. */
    public ToolCall check(ToolCall.Complete call) {
        JsonNode parameters = rules.parameters(call.name()).orElse(null);
        if (parameters == null) {
            String known = rules.tools().stream().map(ToolSpecification::name).collect(Collectors.joining(", "));
            return broken("there is no tool " + call.name() + "; the tools are " + (known.isEmpty() ? "none" : known));
        }
        JsonNode arguments = LenientJson.strict(call.arguments());
        if (arguments == null || !arguments.isObject()) {
            return broken("the arguments of " + call.name() + " must be a JSON object");
        }
        String problem = new SchemaComparison(parameters).problem(parameters, arguments, call.name());
        return problem == null ? call : broken(problem);
    }

    private ToolCall.Broken broken(String problem) {
        return ToolCall.Broken.because(problem, rules.format());
    }
}
