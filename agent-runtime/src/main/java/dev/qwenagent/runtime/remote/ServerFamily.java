package dev.qwenagent.runtime.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What kind of server answers: they agree on the request but for how a model is told to think, and a few names. */
public enum ServerFamily {

    /** Alibaba Cloud's Model Studio (DashScope): {@code enable_thinking} and {@code thinking_budget} beside the messages. */
    MODEL_STUDIO("DASHSCOPE_API_KEY"),
    /** vLLM, SGLang, llama.cpp: the switch is a variable of the chat template; there is no budget. */
    CHAT_TEMPLATE("OPENAI_API_KEY"),
    /** A server without a switch; whether its model thinks is its own affair. */
    PLAIN("OPENAI_API_KEY");

    private final String keyVariable;

    ServerFamily(String keyVariable) {
        this.keyVariable = keyVariable;
    }

    /** The environment variable that holds the key for such a server. */
    public String keyVariable() {
        return keyVariable;
    }

    /** Writes how the model shall think into a request. */
    void writeThinking(QwenChatRequestParameters parameters, ObjectNode body) {
        QwenChatRequestParameters.Thinking thinking = parameters.thinking();
        switch (this) {
            case MODEL_STUDIO -> {
                if (thinking != null) {
                    body.put("enable_thinking", thinking == QwenChatRequestParameters.Thinking.ON);
                }
                if (parameters.thinkingBudget() != null && thinking != QwenChatRequestParameters.Thinking.OFF) {
                    body.put("thinking_budget", parameters.thinkingBudget());
                }
                if (parameters.preserveThinking() != null) {
                    body.put("preserve_thinking", parameters.preserveThinking());
                }
            }
            case CHAT_TEMPLATE -> {
                if (thinking != null) {
                    body.putObject("chat_template_kwargs")
                            .put("enable_thinking", thinking == QwenChatRequestParameters.Thinking.ON);
                }
            }
            case PLAIN -> {
            }
        }
    }

    /** The field that bounds a reply, thought included where the server can. */
    String outputLimitField() {
        return switch (this) {
            case MODEL_STUDIO -> "max_completion_tokens";
            case CHAT_TEMPLATE, PLAIN -> "max_tokens";
        };
    }
}
