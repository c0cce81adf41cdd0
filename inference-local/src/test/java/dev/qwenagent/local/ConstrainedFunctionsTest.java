package dev.qwenagent.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.qwenagent.local.chat.FunctionTools;
import dev.qwenagent.local.chat.Thinking;
import dev.qwenagent.local.grammar.Validator;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real declarations of functions, and a model that was made for none of them: whatever it wants to say, its call can be read
 * and fits. How often that is so without a constraint, {@code qwen-agent model eval --calls} prints beside it.
 */
class ConstrainedFunctionsTest {

    private static final int STEP = "full".equals(System.getProperty("qwenagent.tests")) ? 1 : 45;

    @TempDir
    private static Path cache;

    @Test
    void callOfEveryDeclarationCanBeReadAndIsValid() {
        List<FunctionTools.Function> functions = FunctionTools.all();
        try (LocalChatModel model = LocalChatModel.open(DemoModel.file(cache))) {
            for (int i = 0; i < functions.size(); i += STEP) {
                FunctionTools.Function function = functions.get(i);
                ChatResponse response = model.blocking()
                        .chat(ChatRequest.builder()
                                .messages(UserMessage.from(function.question()))
                                .parameters(LocalChatRequestParameters.builder()
                                        .toolSpecifications(function.tool())
                                        .toolChoice(ToolChoice.REQUIRED)
                                        .thinking(Thinking.OFF)
                                        .maxOutputTokens(192)
                                        .temperature(i % 3 == 0 ? 1.3 : 0.0)
                                        .seed((long) i)
                                        .build())
                                .build());
                assertThat(((LocalChatResponseMetadata) response.metadata()).unheld()).as(function.id()).isEmpty();
                assertThat(response.aiMessage().toolExecutionRequests()).as(function.id()).isNotEmpty();
                Validator validator = Validator.of(function.parameters());
                for (ToolExecutionRequest call : response.aiMessage().toolExecutionRequests()) {
                    assertThat(call.name()).isEqualTo(function.tool().name());
                    assertThat(validator.problems(call.arguments())).as("%s: %s", function.id(), call.arguments())
                            .isEmpty();
                }
            }
        }
    }
}
