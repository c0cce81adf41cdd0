package dev.qwenagent.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.local.chat.jinja.Template;
import dev.qwenagent.local.chat.jinja.TemplateException;
import dev.qwenagent.local.chat.jinja.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The chat template of a model: a conversation in LangChain4j's types becomes the prompt text that this model was trained
 * on.
 *
 * <p>
 * The template sees the variables that the Hugging Face tools give it: {@code messages} (each with {@code role},
 * {@code content}, and where they apply {@code reasoning_content}, {@code tool_calls} with their arguments as a mapping,
 * {@code name} and {@code tool_call_id}), {@code tools}, {@code add_generation_prompt} and, unless thinking is
 * {@link Thinking#AUTO}, {@code enable_thinking}, and unless earlier thoughts are {@link EarlierThoughts#AS_TRAINED},
 * {@code preserve_thinking}. Immutable and safe for use by several threads.
 */
public final class ChatTemplate {

    private final Template template;

    private ChatTemplate(Template template) {
        this.template = template;
    }

    /**
     * Compiles the template that a model file carries.
     *
     * @throws TemplateException if it is malformed or uses a feature that is not supported; names feature and line
     */
    public static ChatTemplate compile(String source) {
        return new ChatTemplate(Template.compile(source));
    }

    /**
     * Renders a prompt that ends where the model is to go on.
     *
     * @param guard applied to every text that does not come from the template: messages, thoughts, tool results and
     *        arguments, names and descriptions of tools. What it returns goes into the prompt in place of the text. A
     *        tokenizer marks here what must not be read as a special token.
     * @throws TemplateException if the template refuses the conversation
     * @throws dev.langchain4j.exception.UnsupportedFeatureException if a message holds something other than text
     */
    public RenderedPrompt render(ChatPrompt prompt, UnaryOperator<String> guard) {
        PromptVariables variables = new PromptVariables(guard);
        Map<String, Value> given = new HashMap<>();
        given.put("messages", variables.messages(prompt.messages()));
        given.put("tools", prompt.tools().isEmpty() ? Value.None.NONE : variables.tools(prompt.tools()));
        given.put("add_generation_prompt", Value.of(true));
        switch (prompt.thinking()) {
            case ON -> given.put("enable_thinking", Value.of(true));
            case OFF -> given.put("enable_thinking", Value.of(false));
            case AUTO -> {
            }
        }
        switch (prompt.earlierThoughts()) {
            case KEPT -> given.put("preserve_thinking", Value.of(true));
            case DROPPED -> given.put("preserve_thinking", Value.of(false));
            case AS_TRAINED -> {
            }
        }
        return RenderedPrompt.of(template.render(given));
    }

    /** {@link #render(ChatPrompt, UnaryOperator)} with all texts as they are. */
    public RenderedPrompt render(ChatPrompt prompt) {
        return render(prompt, UnaryOperator.identity());
    }

    /**
     * The form of tool calls that the template's model was trained on: the one in which it writes a call of an earlier
     * turn. {@link CallFormat#JSON} if it knows no calls.
     */
    public CallFormat callFormat() {
        ToolExecutionRequest call = ToolExecutionRequest.builder().id("1").name("f").arguments("{\"a\":\"b\"}").build();
        ToolSpecification tool = ToolSpecification.builder().name("f").description("f").build();
        List<ChatMessage> messages = List.of(UserMessage.from("q"), AiMessage.from(call),
                ToolExecutionResultMessage.from(call, "r"));
        try {
            String text = render(new ChatPrompt(messages, List.of(tool), Thinking.AUTO)).text();
            return text.contains(XmlCall.OPENING + call.name() + ">") ? CallFormat.XML : CallFormat.JSON;
        } catch (TemplateException knowsNoCalls) {
            return CallFormat.JSON;
        }
    }

    /**
     * Renders with the fields of a JSON object as the template's variables, nothing added.
     *
     * @throws TemplateException if the template refuses the variables
     */
    public RenderedPrompt renderVariables(JsonNode variables) {
        Map<String, Value> given = new HashMap<>();
        variables.properties()
                .forEach(field -> given.put(field.getKey(), new TemplateValues(UnaryOperator.identity())
                        .from(field.getValue())));
        return RenderedPrompt.of(template.render(given));
    }
}
