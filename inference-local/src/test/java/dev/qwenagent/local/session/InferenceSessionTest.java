package dev.qwenagent.local.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.local.model.Golden;
import dev.qwenagent.local.model.Model;
import dev.qwenagent.local.model.WeightPlacement;
import dev.qwenagent.local.sampling.Sampler;
import dev.qwenagent.local.sampling.SamplingOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferenceSessionTest {

    private static final List<Golden.Prompt> PROMPTS = GoldenSessions.PROMPTS;
    private static final int[] LONG = GoldenSessions.LONG;

    private static Model model;

    @BeforeAll
    static void open(@TempDir Path folder) {
        model = GoldenSessions.modelWithoutPadding(folder);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void greedyContinuationsAreThoseOfTheReferenceInEverySession() {
        for (int round = 0; round < 2; round++) {
            try (InferenceSession session = InferenceSession.open(model)) {
                for (Golden.Prompt prompt : PROMPTS) {
                    GenerationOutcome outcome = session
                            .generate(GenerationRequest.builder(prompt.tokens()).maxTokens(32).build());
                    assertThat(outcome.tokens()).as(prompt.name()).isEqualTo(GoldenSessions.boxed(prompt.greedy()));
                    assertThat(outcome.promptTokens()).isEqualTo(prompt.tokens().length);
                    assertThat(outcome.finishReason()).isEqualTo(FinishReason.TOKEN_LIMIT);
                }
            }
        }
    }

    @Test
    void sessionsOnSeveralThreadsGiveWhatEachGivesAlone() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<List<Integer>>> running = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Golden.Prompt prompt = PROMPTS.get(i % PROMPTS.size());
                running.add(threads.submit(() -> GoldenSessions.fresh(model, prompt.tokens())));
            }
            for (int i = 0; i < running.size(); i++) {
                assertThat(running.get(i).get())
                        .isEqualTo(GoldenSessions.boxed(Arrays.copyOf(PROMPTS.get(i % PROMPTS.size()).greedy(), 20)));
            }
        }
    }

    /** Long prompts, so that the sessions' products meet in the one team of threads that the model has. */
    @Test
    void sessionsOnSeveralThreadsShareMappedWeightsAndTheirTeam() throws Exception {
        try (Model mapped = Model.open(Golden.model("qwen35moe-q8_0"), WeightPlacement.MAPPED);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Integer> alone = GoldenSessions.fresh(mapped, LONG);
            List<Future<List<Integer>>> running = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                running.add(threads.submit(() -> GoldenSessions.fresh(mapped, LONG)));
            }
            for (Future<List<Integer>> each : running) {
                assertThat(each.get()).isEqualTo(alone);
            }
        }
    }

    @Test
    void aForcedIdOutsideTheVocabularyIsRefused() {
        try (InferenceSession session = InferenceSession.open(model)) {
            GenerationRequest request = GenerationRequest.builder(LONG).interceptor((_, _) -> 768).build();
            assertThatThrownBy(() -> session.generate(request)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("forced token",
                            "0 to 767", "found 768");
            assertThat(session.generate(GenerationRequest.builder(LONG).maxTokens(20).build()).tokens())
                    .isEqualTo(GoldenSessions.fresh(model, LONG));
        }
    }

    @Test
    void aSeededGenerationRepeatsItself() {
        SamplingOptions options = new SamplingOptions(0.8, 20, 0.95, 0.01, 42);
        List<List<Integer>> runs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            try (InferenceSession session = InferenceSession.open(model)) {
                runs.add(session
                        .generate(GenerationRequest.builder(LONG).sampler(Sampler.of(options)).maxTokens(30).build())
                        .tokens());
            }
        }
        assertThat(runs.get(0)).isEqualTo(runs.get(1)).isNotEqualTo(GoldenSessions.fresh(model, LONG));
    }

    @Test
    void aStopTokenEndsTheGenerationAndIsNotPartOfIt() {
        try (InferenceSession session = InferenceSession.open(model)) {
            int[] greedy = PROMPTS.get(0).greedy();
            int stop = greedy[5];
            int first = IntStream.range(0, greedy.length).filter(i -> greedy[i] == stop).findFirst().orElseThrow();
            List<Integer> heard = new ArrayList<>();
            GenerationOutcome outcome = session
                    .generate(GenerationRequest.builder(PROMPTS.get(0).tokens())
                            .stopTokens(Set.of(stop, 3))
                            .listener(heard::add)
                            .maxTokens(32)
                            .build());
            assertThat(outcome.finishReason()).isEqualTo(FinishReason.STOP);
            assertThat(outcome.tokens()).isEqualTo(GoldenSessions.boxed(Arrays.copyOf(greedy, first))).isEqualTo(heard);
        }
    }

    @Test
    void forcedTokensStandInForSampledOnesAndAreTakenIn() {
        int[] closing = {11, 12, 13};
        try (InferenceSession session = InferenceSession.open(model)) {
            List<Integer> natural = GoldenSessions.fresh(model, LONG);
            TokenInterceptor interceptor = (generated, previous) -> {
                assertThat(previous).isEqualTo(generated == 0 ? TokenInterceptor.SAMPLE
                        : generated <= 4 ? natural.get(generated - 1) : closing[generated - 5]);
                return generated >= 4 && generated < 7 ? closing[generated - 4] : TokenInterceptor.SAMPLE;
            };
            List<Integer> tokens = session
                    .generate(GenerationRequest.builder(LONG).interceptor(interceptor).maxTokens(8).build())
                    .tokens();
            assertThat(tokens.subList(0, 4)).isEqualTo(natural.subList(0, 4));
            assertThat(tokens.subList(4, 7)).containsExactly(11, 12, 13);
            int[] shown = GoldenSessions.join(LONG, GoldenSessions.ints(tokens.subList(0, 7)));
            assertThat(tokens.get(7)).isEqualTo(GoldenSessions.fresh(model, shown).getFirst());
        }
    }

    @Test
    void cancellingAPrefillStopsAtALayerAndLeavesTheSessionSound() {
        try (InferenceSession session = InferenceSession.open(model)) {
            session.generate(GenerationRequest.builder(PROMPTS.get(1).tokens()).maxTokens(3).build());
            int[] longer = GoldenSessions.join(PROMPTS.get(1).tokens(), LONG);
            for (int patience : new int[]{1, 5, 12, 16}) {
                int[] asked = new int[1];
                GenerationOutcome stopped = session
                        .generate(GenerationRequest.builder(longer).cancellation(() -> ++asked[0] >= patience).build());
                assertThat(stopped.finishReason()).isEqualTo(FinishReason.CANCELLED);
                assertThat(stopped.tokens()).isEmpty();
                assertThat(asked[0]).isEqualTo(patience);
            }
            GenerationOutcome outcome = session.generate(GenerationRequest.builder(longer).maxTokens(20).build());
            assertThat(outcome.reusedTokens()).isEqualTo(PROMPTS.get(1).tokens().length);
            assertThat(outcome.tokens()).isEqualTo(GoldenSessions.fresh(model, longer));
        }
    }

    @Test
    void cancellingFromTheListenerEndsWithinAToken() {
        try (InferenceSession session = InferenceSession.open(model)) {
            List<Integer> heard = new ArrayList<>();
            GenerationOutcome outcome = session
                    .generate(GenerationRequest.builder(LONG)
                            .listener(heard::add)
                            .cancellation(() -> heard.size() >= 6)
                            .maxTokens(20)
                            .build());
            assertThat(outcome.finishReason()).isEqualTo(FinishReason.CANCELLED);
            assertThat(outcome.tokens()).hasSize(6).isEqualTo(GoldenSessions.fresh(model, LONG).subList(0, 6));
            assertThat(session.generate(GenerationRequest.builder(LONG).maxTokens(20).build()).tokens())
                    .isEqualTo(GoldenSessions.fresh(model, LONG));
        }
    }

    @Test
    void whatAListenerThrowsReachesTheCallerAndTheSessionGoesOn() {
        try (InferenceSession session = InferenceSession.open(model)) {
            GenerationRequest failing = GenerationRequest.builder(LONG).listener(_ -> {
                throw new IllegalStateException("enough");
            }).build();
            assertThatThrownBy(() -> session.generate(failing)).hasMessage("enough");
            assertThat(session.generate(GenerationRequest.builder(LONG).maxTokens(20).build()).tokens())
                    .isEqualTo(GoldenSessions.fresh(model, LONG));
        }
    }

    @Test
    void aPromptBeyondTheContextIsRefusedBeforeAnythingIsComputed() {
        try (InferenceSession session = InferenceSession.open(model, 64)) {
            int[] full = PROMPTS.get(2).tokens();
            assertThat(full).hasSize(64);
            GenerationRequest tooLong = GenerationRequest.builder(full).cancellation(() -> {
                throw new AssertionError("a pass was begun");
            }).build();
            assertThatThrownBy(() -> session.generate(tooLong)).isInstanceOf(ContextLimitException.class)
                    .hasMessageContainingAll("has 64 tokens",
                            "context holds 64");
            GenerationOutcome outcome = session.generate(GenerationRequest.builder(Arrays.copyOf(full, 60)).build());
            assertThat(outcome.finishReason()).isEqualTo(FinishReason.CONTEXT_FULL);
            assertThat(outcome.tokens()).hasSize(4);
        }
    }

    @Test
    void foreignIdsEmptyPromptsAndClosedSessionsAreRefused() {
        InferenceSession session = InferenceSession.open(model);
        assertThatThrownBy(() -> session.generate(GenerationRequest.builder(1, 768).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("prompt token 1", "0 to 767", "found 768");
        assertThatThrownBy(() -> GenerationRequest.builder()).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("prompt is empty");
        session.close();
        assertThatThrownBy(() -> session.generate(GenerationRequest.builder(1).build()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void paddingIsNeverSampled() {
        int[] prompt = PROMPTS.get(0).tokens();
        List<Integer> padding = GoldenSessions.boxed(
                IntStream.range(0, GoldenSessions.PADDED_TYPES.length)
                        .filter(id -> GoldenSessions.PADDED_TYPES[id] == 5)
                        .toArray());
        assertThat(GoldenSessions.boxed(PROMPTS.get(0).greedy())).containsAnyElementsOf(padding);
        Sampler hot = Sampler.of(new SamplingOptions(5, 0, 1, 0, 3));
        try (Model padded = Model.open(Golden.model("qwen35moe-q8_0"));
                InferenceSession session = InferenceSession.open(padded)) {
            assertThat(session.generate(GenerationRequest.builder(prompt).maxTokens(32).build()).tokens())
                    .doesNotContainAnyElementsOf(padding);
            assertThat(session.generate(GenerationRequest.builder(prompt).sampler(hot).maxTokens(500).build()).tokens())
                    .hasSize(500)
                    .doesNotContainAnyElementsOf(padding);
        }
    }
}
