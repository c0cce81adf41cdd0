package dev.qwenagent.runtime.remote;

/**
 * What kind of server answers. All agree on the request but for how a model is told to think, and a few names; which kind a
 * server is has to be said, since none is tried out.
 */
public enum ServerFamily {

    /** Alibaba Cloud's Model Studio (DashScope): {@code enable_thinking} and {@code thinking_budget} beside the messages. */
    MODEL_STUDIO("qwen", ThinkingSwitch.FIELDS, "reasoning_content"),
    /** vLLM: the switch is a variable of the chat template; thoughts are the field {@code reasoning}. */
    VLLM("vllm", ThinkingSwitch.TEMPLATE_VARIABLES, "reasoning"),
    /** SGLang: the switch is a variable of the chat template. */
    SGLANG("sglang", ThinkingSwitch.TEMPLATE_VARIABLES, "reasoning_content"),
    /** llama.cpp's server, started with {@code --jinja}: the switch is a variable of the chat template. */
    LLAMA_CPP("llamacpp", ThinkingSwitch.TEMPLATE_VARIABLES, "reasoning_content"),
    /** Ollama: {@code reasoning_effort}, where {@code none} turns thinking off. */
    OLLAMA("ollama", ThinkingSwitch.EFFORT, "reasoning"),
    /** Another server with the switch as a variable of the chat template. */
    CHAT_TEMPLATE("openai", ThinkingSwitch.TEMPLATE_VARIABLES, "reasoning_content"),
    /** A server without a switch, and a model that heeds {@code /think} and {@code /no_think} in the question, as the first Qwen3 do. */
    SOFT_SWITCH("softswitch", ThinkingSwitch.WORD_IN_THE_QUESTION, "reasoning_content"),
    /** A server without a switch; whether its model thinks is its own affair. */
    PLAIN("plain", ThinkingSwitch.NONE, "reasoning_content");

    private final String prefix;
    private final ThinkingSwitch thinkingSwitch;
    private final String thoughtField;

    ServerFamily(String prefix, ThinkingSwitch thinkingSwitch, String thoughtField) {
        this.prefix = prefix;
        this.thinkingSwitch = thinkingSwitch;
        this.thoughtField = thoughtField;
    }

    /** What stands before the colon in the name of a model behind such a server. */
    public String prefix() {
        return prefix;
    }

    /** The environment variable that holds the key for such a server. */
    public String keyVariable() {
        return switch (this) {
            case MODEL_STUDIO -> "DASHSCOPE_API_KEY";
            case VLLM, SGLANG, LLAMA_CPP, OLLAMA, CHAT_TEMPLATE, SOFT_SWITCH, PLAIN -> "OPENAI_API_KEY";
        };
    }

    /** How such a server is told to think. */
    ThinkingSwitch thinkingSwitch() {
        return thinkingSwitch;
    }

    /** Whether the server itself ends a thought at its budget. */
    boolean keepsThinkingBudget() {
        return thinkingSwitch == ThinkingSwitch.FIELDS;
    }

    /** The field of an earlier reply that takes its thought back. */
    String thoughtField() {
        return thoughtField;
    }

    /** The field that bounds a reply, thought included where the server can. */
    String outputLimitField() {
        return switch (this) {
            case MODEL_STUDIO -> "max_completion_tokens";
            case VLLM, SGLANG, LLAMA_CPP, OLLAMA, CHAT_TEMPLATE, SOFT_SWITCH, PLAIN -> "max_tokens";
        };
    }

    /** The field that makes repetitions less likely. */
    String repetitionPenaltyField() {
        return switch (this) {
            case LLAMA_CPP, OLLAMA -> "repeat_penalty";
            case MODEL_STUDIO, VLLM, SGLANG, CHAT_TEMPLATE, SOFT_SWITCH, PLAIN -> "repetition_penalty";
        };
    }
}
