package dev.qwenagent.local.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.local.grammar.TokenConstraint;
import dev.qwenagent.local.model.Model;
import dev.qwenagent.local.sampling.TokenMask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConstrainedSessionTest {

    private static final int[] PROMPT = GoldenSessions.PROMPTS.getFirst().tokens();
    private static final int[] SPAN = {5, 17, 33, 8};

    @TempDir
    private static Path folder;

    private static Model model;

    @BeforeAll
    static void open() {
        model = GoldenSessions.modelWithoutPadding(folder);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    /** Asks for a span first, and then for tokens of a mask. */
    private static final class Span implements TokenConstraint {

        private final TokenMask mask;
        private final List<Integer> accepted = new ArrayList<>();

        Span(TokenMask mask) {
            this.mask = mask;
        }

        @Override
        public int needed() {
            return SPAN.length;
        }

        @Override
        public int[] forced(int left) {
            return accepted.isEmpty() ? SPAN : new int[0];
        }

        @Override
        public TokenMask mask() {
            return mask;
        }

        @Override
        public int[] ending(int token, int left) {
            return new int[0];
        }

        @Override
        public void accept(int token) {
            accepted.add(token);
        }

        @Override
        public boolean isOver() {
            return false;
        }
    }

    private static GenerationRequest request(TokenConstraint constraint, List<Integer> heard) {
        return GenerationRequest.builder(PROMPT).constraint(constraint).listener(heard::add).maxTokens(16).build();
    }

    @Test
    void spanIsToldTokenByTokenAndTheModelGoesOnFromIt() {
        List<Integer> heard = new ArrayList<>();
        Span constraint = new Span(TokenMask.ALL);
        try (InferenceSession session = InferenceSession.open(model)) {
            GenerationOutcome outcome = session.generate(request(constraint, heard));
            assertThat(outcome.forcedTokens()).isEqualTo(SPAN.length);
            assertThat(outcome.tokens()).startsWith(5, 17, 33, 8).hasSize(16).isEqualTo(heard);
            assertThat(constraint.accepted).isEqualTo(heard);
            List<Integer> after = GoldenSessions.fresh(model, GoldenSessions.join(PROMPT, SPAN)).subList(0, 12);
            assertThat(outcome.tokens().subList(4, 16)).isEqualTo(after);
            int[] next = GoldenSessions.join(PROMPT, GoldenSessions.ints(outcome.tokens()), new int[]{3});
            assertThat(session.generate(GenerationRequest.builder(next).maxTokens(1).build()).reusedTokens())
                    .isGreaterThanOrEqualTo(PROMPT.length + 15);
        }
    }

    @Test
    void onlyTokensOfTheMaskAreChosen() {
        try (InferenceSession session = InferenceSession.open(model)) {
            GenerationOutcome outcome = session
                    .generate(request(new Span(TokenMask.of(3, 64, 65, 200)), new ArrayList<>()));
            assertThat(outcome.tokens().subList(4, 16)).isSubsetOf(3, 64, 65, 200);
        }
    }

    @Test
    void probabilitiesAreThoseOfEachPlaceInASpan() {
        List<Integer> told = new ArrayList<>();
        try (InferenceSession session = InferenceSession.open(model)) {
            session.generate(GenerationRequest.builder(PROMPT)
                    .constraint(new Span(TokenMask.ALL))
                    .logProbabilities(0, each -> told.add(each.token()))
                    .maxTokens(6)
                    .build());
        }
        assertThat(told).hasSize(6).startsWith(5, 17, 33, 8);
    }

    @Test
    void limitBelowWhatIsNeededIsRefusedAndNothingIsComputed() {
        try (InferenceSession session = InferenceSession.open(model)) {
            assertThatThrownBy(() -> session.generate(GenerationRequest.builder(PROMPT)
                    .constraint(new Span(TokenMask.ALL))
                    .maxTokens(3)
                    .build())).isInstanceOf(DocumentLimitException.class)
                    .hasMessageContaining("has 4 tokens, but only 3");
        }
    }
}
