package dev.qwenagent.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.qwenagent.local.sampling.TokenLogProbability;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a request can change in the choice of tokens, and be told of it, with the demo model. */
class LocalChatSamplingTest {

    @TempDir
    private static Path cache;

    private static LocalChatModel model;

    @BeforeAll
    static void open() {
        model = LocalChatModel.open(DemoModel.file(cache));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static ChatResponse reply(LocalChatRequestParameters.Builder parameters) {
        return model.blocking()
                .chat(ChatRequest.builder()
                        .messages(UserMessage.from("Hello!"))
                        .parameters(parameters.maxOutputTokens(20).build())
                        .build());
    }

    private static LocalChatRequestParameters.Builder parameters() {
        return LocalChatRequestParameters.builder();
    }

    private static List<TokenLogProbability> probabilities(ChatResponse response) {
        return ((LocalChatResponseMetadata) response.metadata()).logProbabilities();
    }

    @Test
    void everyTokenOfTheReplyComesWithItsLogProbabilityWhereAsked() {
        ChatResponse response = reply(parameters().logProbabilities(3));
        List<TokenLogProbability> told = probabilities(response);
        assertThat(told).hasSize(response.tokenUsage().outputTokenCount()).allSatisfy(each -> {
            assertThat(each.top()).hasSize(3);
            assertThat(each.logProbability()).isNotPositive().isEqualTo(each.top().getFirst().logProbability());
        });
        int[] ids = told.stream().mapToInt(TokenLogProbability::token).toArray();
        assertThat(model.tokenizer().decode(ids)).contains(response.aiMessage().thinking());
        assertThat(probabilities(reply(parameters()))).isEmpty();
    }

    @Test
    void aForbiddenTokenIsNotInTheReply() {
        int first = probabilities(reply(parameters().logProbabilities(0))).getFirst().token();
        List<TokenLogProbability> others = probabilities(
                reply(parameters().logProbabilities(0).logitBias(Map.of(first, Double.NEGATIVE_INFINITY))));
        assertThat(others).extracting(TokenLogProbability::token).isNotEmpty().doesNotContain(first);
    }

    @Test
    void aStrongRepetitionPenaltyMakesEveryTokenANewOne() {
        List<TokenLogProbability> told = probabilities(reply(parameters().logProbabilities(0).repetitionPenalty(1e6)));
        assertThat(told).extracting(TokenLogProbability::token).hasSizeGreaterThan(3).doesNotHaveDuplicates();
    }

    @Test
    void impossibleNumbersAreRefusedWithTheirRange() {
        assertThatThrownBy(() -> reply(parameters().repetitionPenalty(0))).isInstanceOf(InvalidRequestException.class)
                .hasMessageContainingAll("repetition penalty", "a positive number", "found 0");
        assertThatThrownBy(() -> parameters().logProbabilities(-1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found -1");
    }

    @Test
    void parametersOfARequestComeBeforeTheDefaults() {
        LocalChatRequestParameters defaults = parameters().repetitionPenalty(1.1)
                .logitBias(Map.of(1, 2.0))
                .logProbabilities(5)
                .build();
        LocalChatRequestParameters merged = parameters().repetitionPenalty(1.2).build().defaultedBy(defaults);
        assertThat(merged.repetitionPenalty()).isEqualTo(1.2);
        assertThat(merged.logitBias()).isEqualTo(Map.of(1, 2.0));
        assertThat(merged.logProbabilities()).isEqualTo(5);
        assertThat(merged).isNotEqualTo(defaults)
                .isEqualTo(defaults.overrideWith(
                        parameters().repetitionPenalty(1.2).build()));
    }
}
