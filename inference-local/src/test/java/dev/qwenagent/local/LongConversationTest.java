package dev.qwenagent.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.qwenagent.local.chat.ChatPrompt;
import dev.qwenagent.local.chat.Thinking;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A conversation of fifty requests with the demo model: what each shares with the last one is not computed again. */
class LongConversationTest {

    private static final int REQUESTS = 50;
    private static final int STEPS = 8;

    private static final List<ToolSpecification> TOOLS = List.of(ToolSpecification.builder()
            .name("calculator")
            .description("Evaluate an arithmetic expression")
            .parameters(JsonObjectSchema.builder().addStringProperty("expression").required("expression").build())
            .build());

    @TempDir
    private static Path cache;

    /** Where the last message begins that two prompts have in common. */
    private static int boundary(int[] last, PromptTokens next) {
        int shared = Arrays.mismatch(last, next.ids());
        return Arrays.stream(next.turns()).filter(turn -> shared < 0 || turn <= shared).max().orElse(0);
    }

    @Test
    void eachRequestGoesOnFromTheLastMessageThatItSharesWithTheOneBefore() {
        List<ChatMessage> messages = new ArrayList<>(List.of(UserMessage.from("What is 17 * 0?")));
        int[] last = {};
        int calls = 0;
        try (LocalChatModel model = LocalChatModel.open(DemoModel.file(cache))) {
            for (int request = 0; request < REQUESTS; request++) {
                PromptTokens prompt = PromptTokens.of(model.chatTemplate(), model.tokenizer(),
                        new ChatPrompt(messages, TOOLS, Thinking.AUTO));
                ChatResponse response = model.blocking()
                        .chat(ChatRequest.builder()
                                .messages(messages)
                                .parameters(LocalChatRequestParameters.builder()
                                        .toolSpecifications(TOOLS)
                                        .maxOutputTokens(60)
                                        .build())
                                .build());
                assertThat(((LocalChatResponseMetadata) response.metadata()).reusedTokens()).as("request %d", request)
                        .isGreaterThanOrEqualTo(boundary(last, prompt));
                last = prompt.ids();
                AiMessage reply = response.aiMessage();
                messages.add(reply);
                calls += reply.toolExecutionRequests().size();
                for (ToolExecutionRequest call : reply.toolExecutionRequests()) {
                    messages.add(ToolExecutionResultMessage.from(call, "17"));
                }
                if (!reply.hasToolExecutionRequests()) {
                    messages.add(UserMessage.from("What is 17 * " + request + "?"));
                }
            }
        }
        assertThat(calls).as("calls among the replies").isBetween(10, REQUESTS - 10);
    }

    /** The thoughts of all steps go when the next question comes; what stands before the first of them is kept till then. */
    @Test
    void questionAfterManyCallsGoesOnFromBeforeTheFirstOfThem() {
        List<ChatMessage> messages = new ArrayList<>(List.of(UserMessage.from("What is 17 * 0?")));
        try (LocalChatModel model = LocalChatModel.open(DemoModel.file(cache))) {
            for (int step = 0; step < STEPS; step++) {
                shortReply(model, messages);
                ToolExecutionRequest call = ToolExecutionRequest.builder()
                        .id("call_" + step)
                        .name("calculator")
                        .arguments("{\"expression\": \"17 * " + step + "\"}")
                        .build();
                messages.add(AiMessage.builder()
                        .thinking("Step " + step + ".")
                        .toolExecutionRequests(List.of(call))
                        .build());
                messages.add(ToolExecutionResultMessage.from(call, "17"));
            }
            int[] last = prompt(model, messages).ids();
            shortReply(model, messages);
            messages.add(AiMessage.builder().thinking("Done.").text("It is 17.").build());
            messages.add(UserMessage.from("And 17 * 1?"));
            int boundary = boundary(last, prompt(model, messages));
            int firstReply = prompt(model, messages.subList(0, 1)).turns()[2];
            assertThat(boundary).isEqualTo(firstReply);
            assertThat(shortReply(model, messages)).isGreaterThanOrEqualTo(boundary);
        }
    }

    private static PromptTokens prompt(LocalChatModel model, List<ChatMessage> messages) {
        return PromptTokens.of(model.chatTemplate(), model.tokenizer(),
                new ChatPrompt(messages, TOOLS, Thinking.AUTO));
    }

    /** How many tokens of the prompt were not computed again. */
    private static int shortReply(LocalChatModel model, List<ChatMessage> messages) {
        ChatResponse response = model.blocking()
                .chat(ChatRequest.builder()
                        .messages(messages)
                        .parameters(LocalChatRequestParameters.builder()
                                .toolSpecifications(TOOLS)
                                .maxOutputTokens(1)
                                .build())
                        .build());
        return ((LocalChatResponseMetadata) response.metadata()).reusedTokens();
    }
}
