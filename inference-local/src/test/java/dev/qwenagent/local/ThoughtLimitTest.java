package dev.qwenagent.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.local.chat.CallFormat;
import dev.qwenagent.local.chat.RenderedPrompt;
import dev.qwenagent.local.chat.Reply;
import dev.qwenagent.local.chat.ReplyEnd;
import dev.qwenagent.local.chat.ReplyReader;
import dev.qwenagent.local.chat.ReplyRules;
import dev.qwenagent.local.chat.ThinkingSplitter;
import dev.qwenagent.local.chat.ThoughtEnd;
import dev.qwenagent.local.session.TokenInterceptor;
import dev.qwenagent.local.tokenizer.BpeTokenizer;
import dev.qwenagent.local.tokenizer.StreamingDecoder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The budget of thoughts, with tokens from a script in the place of a model that thinks 120 tokens long. */
class ThoughtLimitTest {

    private static final ReplyRules RULES = ReplyRules.of(CallFormat.JSON, List.of());
    private static final String WORDS = " Enough.";
    private static final int LENGTH = 120;

    @TempDir
    private static Path cache;

    private static BpeTokenizer tokenizer;
    private static int[] thought;

    @BeforeAll
    static void open() {
        try (LocalChatModel model = LocalChatModel.open(DemoModel.file(cache))) {
            tokenizer = model.tokenizer();
        }
        thought = Arrays.copyOf(tokenizer.encodePrompt("The user wants the weather. ".repeat(LENGTH)), LENGTH);
    }

    private static int[] tokens(String text) {
        return tokenizer.encodePrompt(text);
    }

    /** What a session does with an interceptor; the script goes on behind its thought once that was closed by force. */
    private static Reply generate(RenderedPrompt prompt, int budget, int[] opening, int[] ending) {
        TokenInterceptor limit = budget < 0 ? TokenInterceptor.none()
                : new ThoughtLimit(budget, tokens(WORDS + "\n</think>\n\n"), tokenizer.streamingDecoder(),
                        ThinkingSplitter.silent(prompt, RULES));
        int[] script = Stream.of(opening, thought, ending).flatMapToInt(Arrays::stream).toArray();
        StreamingDecoder decoder = tokenizer.streamingDecoder();
        ReplyReader reader = ReplyReader.after(prompt, RULES, event -> {});
        int previous = TokenInterceptor.SAMPLE;
        int next = 0;
        for (int made = 0; next < script.length; made++) {
            int token = limit.next(made, previous);
            if (token == TokenInterceptor.SAMPLE) {
                token = script[next++];
            } else {
                next = script.length - tokens("Rain.").length;
            }
            reader.accept(decoder.accept(token));
            previous = token;
        }
        return reader.finish(ReplyEnd.STOPPED);
    }

    private static String thoughtOf(int budget) {
        boolean cut = budget >= 0 && budget <= LENGTH;
        return (tokenizer.decode(Arrays.copyOf(thought, cut ? budget : LENGTH)) + (cut ? WORDS : "")).strip();
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "7", "100", "119", "120", "121", "-1"})
    void thoughtOfAModelThatOpensItItselfEndsExactlyAtItsBudget(int budget) {
        Reply reply = generate(new RenderedPrompt("", false), budget, tokens("<think>"), tokens("</think>\n\nRain."));
        assertThat(reply).isEqualTo(new Reply(thoughtOf(budget), "Rain.", List.of(), List.of(), ThoughtEnd.CLOSED));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "7", "100", "119", "120", "121", "-1"})
    void thoughtThatThePromptOpenedEndsExactlyAtItsBudget(int budget) {
        Reply reply = generate(new RenderedPrompt("<think>\n", true), budget, tokens(""), tokens("</think>\n\nRain."));
        assertThat(reply).isEqualTo(new Reply(thoughtOf(budget), "Rain.", List.of(), List.of(), ThoughtEnd.CLOSED));
    }

    @Test
    void tagsThatAreSpelledInSeveralTokensCountToo() {
        int[] spelled = tokenizer.encode("<think>");
        assertThat(spelled.length).isGreaterThan(1);
        Reply reply = generate(new RenderedPrompt("", false), 7, spelled, tokens("</think>\n\nRain."));
        assertThat(reply).isEqualTo(new Reply(thoughtOf(7), "Rain.", List.of(), List.of(), ThoughtEnd.CLOSED));
    }

    @Test
    void closingWordsThatCloseTheThoughtThemselvesAreRefused() {
        assertThatThrownBy(() -> LocalChatRequestParameters.builder().thinkingClosingWords("Enough.</think>"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("closing words of thoughts: expected words without");
    }

    @Test
    void replyWithoutThoughtIsLeftAlone() {
        RenderedPrompt prompt = new RenderedPrompt("", false);
        ThoughtLimit limit = new ThoughtLimit(0, tokens("</think>"), tokenizer.streamingDecoder(),
                ThinkingSplitter.silent(prompt, RULES));
        int previous = TokenInterceptor.SAMPLE;
        for (int token : tokens("It rains. </think> It pours.")) {
            assertThat(limit.next(0, previous)).isEqualTo(TokenInterceptor.SAMPLE);
            previous = token;
        }
    }
}
