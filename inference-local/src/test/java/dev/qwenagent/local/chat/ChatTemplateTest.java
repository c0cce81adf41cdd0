package dev.qwenagent.local.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ChatTemplateTest {

    private static final ToolSpecification CALCULATOR = tool("calculator", "Evaluate an arithmetic expression",
            "expression");
    private static final ToolSpecification WEATHER = tool("weather", "Get the weather of a city", "city");
    private static final ToolSpecification ADD_NOTE = tool("add_note", "Add a note", "text");

    private static final String PROMPT = """
            <|im_start|>system
            # Tools

            You may call one or more functions to assist with the user query.

            You are provided with function signatures within <tools></tools> XML tags:
            <tools>
            {"type": "function", "function": {"name": "calculator", "description": "Evaluate an arithmetic expression", "parameters": {"type": "object", "properties": {"expression": {"type": "string"}}, "required": ["expression"]}}}
            {"type": "function", "function": {"name": "weather", "description": "Get the weather of a city", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}
            {"type": "function", "function": {"name": "add_note", "description": "Add a note", "parameters": {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}}}
            </tools>

            For each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:
            <tool_call>
            {"name": <function-name>, "arguments": <args-json-object>}
            </tool_call><|im_end|>
            <|im_start|>user
            What is the weather in Oslo?<|im_end|>
            <|im_start|>assistant
            <think>
            """;

    private static final String COMPLETION = """
            The user wants the weather. My tools: calculator, weather, add_note. The tool weather fits.
            </think>

            <tool_call>
            {"name": "weather", "arguments": {"city": "Oslo"}}
            </tool_call>""";

    private static ToolSpecification tool(String name, String description, String parameter) {
        return ToolSpecification.builder()
                .name(name)
                .description(description)
                .parameters(JsonObjectSchema.builder().addStringProperty(parameter).required(parameter).build())
                .build();
    }

    private static RenderedPrompt render(String template, Thinking thinking, ChatMessage... messages) {
        return ChatTemplate.compile(GoldenChats.template(template))
                .render(new ChatPrompt(List.of(messages), List.of(CALCULATOR, WEATHER, ADD_NOTE), thinking));
    }

    @Test
    void toolsAndQuestionAreTheDemoModelsPromptToTheByte() {
        RenderedPrompt prompt = render("tiny-agent", Thinking.AUTO, UserMessage.from("What is the weather in Oslo?"));
        assertThat(prompt.text()).isEqualTo(PROMPT);
        assertThat(prompt.opensThought()).isTrue();
    }

    @Test
    void replyThatWasReadIsRenderedAsTheModelWroteIt() {
        RenderedPrompt first = render("tiny-agent", Thinking.AUTO, UserMessage.from("What is the weather in Oslo?"));
        ReplyReader reader = ReplyReader.after(first, ReplyRules.of(CallFormat.JSON, List.of(WEATHER)), event -> {});
        reader.accept(COMPLETION);
        AiMessage reply = reader.finish(ReplyEnd.STOPPED).toAiMessage(List.of("1"));
        RenderedPrompt second = render("tiny-agent", Thinking.AUTO, UserMessage.from("What is the weather in Oslo?"),
                reply, ToolExecutionResultMessage.from("1", "weather", "4 C, light rain"));
        assertThat(second.text()).isEqualTo(PROMPT + COMPLETION + """
                <|im_end|>
                <|im_start|>user
                <tool_response>
                4 C, light rain
                </tool_response><|im_end|>
                <|im_start|>assistant
                <think>
                """);
    }

    @Test
    void thinkingOffClosesTheThoughtInThePrompt() {
        RenderedPrompt prompt = render("tiny-agent", Thinking.OFF, UserMessage.from("Hi"));
        assertThat(prompt.text()).endsWith("<|im_start|>assistant\n<think>\n\n</think>\n\n");
        assertThat(prompt.opensThought()).isFalse();
    }

    @Test
    void everyFamilyRendersACompleteConversation() {
        ToolExecutionRequest call = ToolExecutionRequest.builder()
                .id("1")
                .name("weather")
                .arguments("{\"city\": \"Oslo\", \"days\": 2, \"exact\": true}")
                .build();
        for (String template : List.of("qwen3", "qwen3-instruct-2507", "qwen3-next-instruct", "qwen3-next-thinking",
                "qwen3-coder", "qwen3-coder-v2", "qwen3.5", "qwen3.6", "qwen3.8", "qwen3.8-max", "qwen2.5", "qwq")) {
            RenderedPrompt prompt = render(template, Thinking.AUTO, SystemMessage.from("Be brief."),
                    UserMessage.from("Weather?"),
                    AiMessage.builder().thinking("hm").text("").toolExecutionRequests(List.of(call)).build(),
                    ToolExecutionResultMessage.from("1", "weather", "4 C"));
            boolean xml = prompt.text().contains("<function=weather>");
            assertThat(prompt.text()).as(template)
                    .contains("Be brief.", "Weather?", "4 C")
                    .contains(xml ? "<parameter=days>\n2\n" : "{\"city\": \"Oslo\", \"days\": 2, \"exact\": true}");
        }
    }

    @Test
    void everyTextFromOutsidePassesTheGuardAndNothingElseDoes() {
        ToolExecutionRequest call = ToolExecutionRequest.builder()
                .id("1")
                .name("weather")
                .arguments("{\"city\": \"oslo\"}")
                .build();
        ChatTemplate template = ChatTemplate.compile(GoldenChats.template("tiny-agent"));
        String prompt = template.render(new ChatPrompt(
                List.of(SystemMessage.from("sys"), UserMessage.from("usr"),
                        AiMessage.builder().thinking("tht").text("txt").toolExecutionRequests(List.of(call)).build(),
                        ToolExecutionResultMessage.from("1", "weather", "res")),
                List.of(WEATHER), Thinking.AUTO), text -> text.toUpperCase(Locale.ROOT)).text();
        assertThat(prompt).contains("<|im_start|>system\nSYS", "<|im_start|>user\nUSR", "<think>\nTHT\n", "TXT",
                "{\"name\": \"WEATHER\", \"arguments\": {\"CITY\": \"OSLO\"}}", "<tool_response>\nRES\n",
                "GET THE WEATHER OF A CITY");
    }

    @Test
    void imageIsRefusedByName() {
        UserMessage image = UserMessage.from(ImageContent.from("https://example.org/a.png"));
        assertThatThrownBy(() -> render("tiny-agent", Thinking.AUTO, image))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("IMAGE");
    }
}
