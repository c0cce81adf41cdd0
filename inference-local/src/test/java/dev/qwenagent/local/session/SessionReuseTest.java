package dev.qwenagent.local.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.local.model.Model;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionReuseTest {

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
    void aPromptThatGoesOnCostsOnlyItsNewTokens() {
        try (InferenceSession session = InferenceSession.open(model)) {
            List<Integer> first = session.generate(GenerationRequest.builder(LONG).maxTokens(20).build()).tokens();
            int[] longer = GoldenSessions.join(LONG, GoldenSessions.ints(first), new int[]{5, 6, 7});
            GenerationOutcome outcome = session.generate(GenerationRequest.builder(longer).maxTokens(20).build());
            assertThat(outcome.reusedTokens()).isEqualTo(LONG.length + 19);
            assertThat(outcome.tokens()).isEqualTo(GoldenSessions.fresh(model, longer));
        }
    }

    @Test
    void aPromptThatLeavesTheAnswerResumesAtTheLastPrompt() {
        try (InferenceSession session = InferenceSession.open(model)) {
            session.generate(GenerationRequest.builder(LONG).maxTokens(20).build());
            for (int other : new int[]{1, 2}) {
                int[] diverging = GoldenSessions.join(LONG, new int[]{other, 9, 9});
                GenerationOutcome outcome = session
                        .generate(GenerationRequest.builder(diverging).maxTokens(20).build());
                assertThat(outcome.reusedTokens()).isEqualTo(LONG.length);
                assertThat(outcome.tokens()).isEqualTo(GoldenSessions.fresh(model, diverging));
            }
            GenerationOutcome again = session.generate(GenerationRequest.builder(LONG).maxTokens(20).build());
            assertThat(again.reusedTokens()).isEqualTo(LONG.length);
            assertThat(again.tokens()).isEqualTo(GoldenSessions.fresh(model, LONG));
        }
    }

    @Test
    void checkpointThatEveryPromptNamesOutlivesManyOthers() {
        try (InferenceSession session = InferenceSession.open(model)) {
            int[] prompt = Arrays.copyOf(LONG, 20);
            for (int turn = 0; turn < 6; turn++) {
                session.generate(GenerationRequest.builder(prompt)
                        .checkpoints(5, 10, prompt.length - 3)
                        .maxTokens(1)
                        .build());
                prompt = GoldenSessions.join(prompt, new int[]{5, 6, 7, 8, 9, turn});
            }
            int[] leaving = GoldenSessions.join(Arrays.copyOf(prompt, 12), new int[]{1, 2, 3});
            GenerationOutcome outcome = session.generate(GenerationRequest.builder(leaving).maxTokens(20).build());
            assertThat(outcome.reusedTokens()).isEqualTo(10);
            assertThat(outcome.tokens()).isEqualTo(GoldenSessions.fresh(model, leaving));
        }
    }

    @Test
    void aPromptThatLeavesEarlierResumesAtACheckpoint() {
        try (InferenceSession session = InferenceSession.open(model)) {
            List<Integer> whole = session
                    .generate(GenerationRequest.builder(LONG).checkpoints(150, 40).maxTokens(20).build())
                    .tokens();
            assertThat(whole).isEqualTo(GoldenSessions.fresh(model, LONG));
            int[] leaving = GoldenSessions.join(Arrays.copyOf(LONG, 170), new int[]{3, 3, 3});
            GenerationOutcome outcome = session.generate(GenerationRequest.builder(leaving).maxTokens(20).build());
            assertThat(outcome.reusedTokens()).isEqualTo(150);
            assertThat(outcome.tokens()).isEqualTo(GoldenSessions.fresh(model, leaving));
            int[] shorter = Arrays.copyOf(LONG, 40);
            GenerationOutcome back = session.generate(GenerationRequest.builder(shorter).maxTokens(20).build());
            assertThat(back.reusedTokens()).isEqualTo(40);
            assertThat(back.tokens()).isEqualTo(GoldenSessions.fresh(model, shorter));
            int[] foreign = {700, 1, 2};
            GenerationOutcome anew = session.generate(GenerationRequest.builder(foreign).maxTokens(20).build());
            assertThat(anew.reusedTokens()).isZero();
            assertThat(anew.tokens()).isEqualTo(GoldenSessions.fresh(model, foreign));
        }
    }
}
