package dev.qwenagent.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.qwenagent.local.chat.CallFormat;
import dev.qwenagent.local.chat.GoldenChats;
import dev.qwenagent.local.chat.RenderedPrompt;
import dev.qwenagent.local.chat.Reply;
import dev.qwenagent.local.chat.ReplyEnd;
import dev.qwenagent.local.chat.ReplyReader;
import dev.qwenagent.local.chat.ReplyRules;
import dev.qwenagent.local.chat.ThinkingSplitter;
import dev.qwenagent.local.chat.ThoughtEnd;
import dev.qwenagent.local.model.Golden;
import dev.qwenagent.local.model.Model;
import dev.qwenagent.local.session.GenerationRequest;
import dev.qwenagent.local.session.InferenceSession;
import dev.qwenagent.local.session.TokenInterceptor;
import dev.qwenagent.local.tokenizer.BpeTokenizer;
import dev.qwenagent.local.tokenizer.StreamingDecoder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The budget of thoughts in generations of real models: what is sampled, what is forced, and what follows. */
class ThinkingBudgetTest {

    private static final ReplyRules RULES = ReplyRules.of(CallFormat.JSON, List.of());
    private static final String QUESTION = "<|im_start|>user\nWhat is the weather in Oslo?<|im_end|>\n<|im_start|>assistant\n";
    private static final String WORDS = " Enough.\n</think>\n\n";
    private static final int LENGTH = 160;
    private static final int NO_BUDGET = Integer.MAX_VALUE;

    @TempDir
    private static Path cache;

    /** A prompt and the tokens that the model is made to begin with. */
    private record Start(RenderedPrompt prompt, int[] ids, int[] opening) {

        static Start openedByPrompt(BpeTokenizer tokenizer) {
            String text = QUESTION + "<think>\n";
            return new Start(new RenderedPrompt(text, true), tokenizer.encodePrompt(text), new int[0]);
        }

        static Start openedByModel(BpeTokenizer tokenizer) {
            return new Start(new RenderedPrompt(QUESTION, false), tokenizer.encodePrompt(QUESTION),
                    tokenizer.encodePrompt("<think>"));
        }

        int[] generate(InferenceSession session, TokenInterceptor limit) {
            GenerationRequest request = GenerationRequest.builder(ids)
                    .maxTokens(opening.length + LENGTH)
                    .interceptor((made, previous) -> {
                        int forced = limit.next(made, previous);
                        return made < opening.length ? opening[made] : forced;
                    })
                    .build();
            return session.generate(request).tokens().stream().mapToInt(Integer::intValue).toArray();
        }
    }

    /** A model, its tokenizer, and a session that nothing else uses. */
    private record Trial(Model model, BpeTokenizer tokenizer, InferenceSession session) implements AutoCloseable {

        static Trial of(String name) {
            Model model = Model.open(name.equals("demo") ? DemoModel.file(cache) : Golden.model(name));
            return new Trial(model, BpeTokenizer.from(model.metadata()), InferenceSession.open(model));
        }

        TokenInterceptor limit(Start start, int budget) {
            return budget == NO_BUDGET ? TokenInterceptor.none()
                    : new ThoughtLimit(budget, tokenizer.encodePrompt(WORDS), tokenizer.streamingDecoder(),
                            ThinkingSplitter.silent(start.prompt(), RULES));
        }

        /** How many tokens there are before the thought closes; all, if it never does. */
        int thoughtLength(Start start, int[] tokens) {
            ThinkingSplitter splitter = ThinkingSplitter.silent(start.prompt(), RULES);
            StreamingDecoder decoder = tokenizer.streamingDecoder();
            return (int) Arrays.stream(tokens).takeWhile(token -> {
                splitter.accept(decoder.accept(token));
                return splitter.isInsideThought();
            }).count();
        }

        Reply read(Start start, int[] tokens) {
            ReplyReader reader = ReplyReader.after(start.prompt(), RULES, event -> {});
            reader.accept(tokenizer.decode(tokens));
            return reader.finish(ReplyEnd.CUT);
        }

        @Override
        public void close() {
            session.close();
            model.close();
        }
    }

    private static void assertExactAtEveryBudget(Trial trial, Start start) {
        int[] natural = start.generate(trial.session(), TokenInterceptor.none());
        for (int budget : new int[]{0, 1, 7, 100, NO_BUDGET}) {
            assertExact(trial, start, natural, budget);
        }
    }

    private static void assertExact(Trial trial, Start start, int[] natural, int budget) {
        int[] limited = start.generate(trial.session(), trial.limit(start, budget));
        int thought = trial.thoughtLength(start, natural) - start.opening().length;
        if (budget > thought) {
            assertThat(limited).isEqualTo(natural);
            return;
        }
        int[] sampled = Arrays.copyOf(natural, start.opening().length + budget);
        int[] closing = trial.tokenizer().encodePrompt(WORDS);
        int[] closed = IntStream.concat(Arrays.stream(sampled), Arrays.stream(closing)).toArray();
        assertThat(limited).startsWith(closed).hasSizeGreaterThan(closed.length);
        int[] shown = IntStream.concat(Arrays.stream(start.ids()), Arrays.stream(closed)).toArray();
        try (InferenceSession fresh = InferenceSession.open(trial.model())) {
            assertThat(limited[closed.length])
                    .isEqualTo(fresh.generate(GenerationRequest.builder(shown).maxTokens(1).build())
                            .tokens()
                            .getFirst());
        }
        Reply reply = trial.read(start, closed);
        assertThat(reply.thinking()).startsWith(trial.read(start, sampled).thinking()).endsWith("Enough.");
        assertThat(reply.thoughtEnd()).isEqualTo(ThoughtEnd.CLOSED);
    }

    @ParameterizedTest
    @CsvSource({"demo", "qwen3-bf16", "qwen35moe-q8_0"})
    void thoughtThatThePromptOpenedTakesExactlyItsBudgetOfSampledTokens(String name) {
        try (Trial trial = Trial.of(name)) {
            assertExactAtEveryBudget(trial, Start.openedByPrompt(trial.tokenizer()));
        }
    }

    @ParameterizedTest
    @CsvSource({"demo", "qwen3-bf16", "qwen35moe-q8_0"})
    void thoughtThatTheModelOpenedTakesExactlyItsBudgetOfSampledTokens(String name) {
        try (Trial trial = Trial.of(name)) {
            assertExactAtEveryBudget(trial, Start.openedByModel(trial.tokenizer()));
        }
    }

    /** The demo model under a template that leaves it to the model to open a thought, which it does. */
    @Test
    void modelThatOpensItsThoughtsItselfIsHeldToItsBudget() {
        try (LocalChatModel model = LocalChatModel.open(DemoFiles.withTemplate(cache, GoldenChats.template("qwen3")))) {
            String whole = thought(model, null);
            assertThat(whole).isEqualTo("The user wants the weather. No tool fits.");
            int[] tokens = model.tokenizer().encode("\n" + whole);
            for (int budget : new int[]{0, 1, 7}) {
                String sampled = model.tokenizer().decode(Arrays.copyOf(tokens, budget));
                assertThat(thought(model, budget)).isEqualTo((sampled + " Enough.").strip());
            }
            assertThat(thought(model, 100)).isEqualTo(whole);
        }
    }

    private static String thought(LocalChatModel model, @Nullable Integer budget) {
        var parameters = LocalChatRequestParameters.builder().thinkingClosingWords(" Enough.");
        if (budget != null) {
            parameters.thinkingBudget(budget);
        }
        RecordingHandler handler = new RecordingHandler();
        model.chat(ChatRequest.builder()
                .messages(UserMessage.from("What is the weather in Oslo?"))
                .parameters(parameters.build())
                .build(), handler);
        assertThat(handler.response().aiMessage().text()).doesNotContain("think>", "Enough");
        return handler.response().aiMessage().thinking();
    }
}
