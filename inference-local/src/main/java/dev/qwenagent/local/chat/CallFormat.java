package dev.qwenagent.local.chat;

import dev.qwenagent.local.chat.jinja.JsonText;

/** The forms in which models write tool calls as text. */
public enum CallFormat {

    /** A JSON object with {@code name} and {@code arguments} between {@code <tool_call>} tags: Qwen2.5, Qwen3, QwQ. */
    JSON("""
            <tool_call>
            {"name": <function-name>, "arguments": <args-json-object>}
            </tool_call>"""),

    /** {@code <function=NAME>} and {@code <parameter=KEY>} tags between {@code <tool_call>} tags: Qwen3-Coder, Qwen3.5. */
    XML("""
            <tool_call>
            <function=NAME>
            <parameter=KEY>
            VALUE
            </parameter>
            </function>
            </tool_call>"""),

    /** Lines that begin with {@code Thought:}, {@code Action:}, {@code Action Input:} and {@code Final Answer:}. */
    REACT("""
            Action: <function-name>
            Action Input: <args-json-object>""");

    private final String pattern;

    CallFormat(String pattern) {
        this.pattern = pattern;
    }

    /** How a call is written in this form, with placeholders, as one shows it to a model. */
    public String pattern() {
        return pattern;
    }

    /** Writes a call as a model that was asked for this form does; a JSON object is expected as its arguments. */
    public String write(ToolCall.Complete call) {
        return switch (this) {
            case JSON ->
                "<tool_call>\n{\"name\": " + JsonText.quoted(call.name()) + ", \"arguments\": " + call.arguments()
                        + "}\n</tool_call>";
            case XML -> XmlCall.write(call);
            case REACT -> "Action: " + call.name() + "\nAction Input: " + call.arguments();
        };
    }
}
