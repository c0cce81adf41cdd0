package dev.qwenagent.local.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.local.model.Batch;
import dev.qwenagent.local.model.Golden;
import dev.qwenagent.local.model.Model;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several conversations in one session. */
class PrefixCacheTest {

    private static final int[] SYSTEM = Arrays.copyOf(GoldenSessions.LONG, 60);
    private static final int[] FIRST = conversation(1, 90);
    private static final int[] SECOND = conversation(2, 70);
    private static final int[] THIRD = conversation(3, 80);

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
    void conversationsThatTakeTurnsEachCostOnlyWhatIsNew() {
        try (InferenceSession session = InferenceSession.open(model)) {
            assertThat(reused(session, FIRST)).isZero();
            assertThat(reused(session, SECOND)).as("the system prompt").isEqualTo(SYSTEM.length);
            assertThat(reused(session, THIRD)).as("the system prompt").isEqualTo(SYSTEM.length);
            for (int[] conversation : List.of(FIRST, SECOND, THIRD)) {
                assertThat(reused(session, GoldenSessions.join(conversation, new int[]{4, 5, 6})))
                        .isEqualTo(conversation.length);
            }
        }
    }

    @Test
    void withoutRoomOnlyTheLatestConversationIsKept() {
        SessionOptions options = SessionOptions.of(model).withPrefixBytes(0);
        try (InferenceSession session = InferenceSession.open(model, options)) {
            reused(session, FIRST);
            assertThat(reused(session, SECOND)).isEqualTo(SYSTEM.length);
            assertThat(reused(session, FIRST)).isEqualTo(SYSTEM.length);
        }
    }

    @Test
    void whatIsLeastRecentlyUsedGoesFirst() {
        Branch sample = taken(new Branch(model, 512), FIRST);
        PrefixCache cache = new PrefixCache(() -> new Branch(model, 512), 2 * sample.byteSize());
        for (int seed : new int[]{7, 8, 9}) {
            assertThat(cache.enter(alone(seed))).isZero();
            taken(cache.current(), alone(seed));
        }
        assertThat(cache.bytesAside()).isPositive().isLessThanOrEqualTo(2 * sample.byteSize());
        assertThat(cache.enter(alone(7))).as("used after 8, so still there").isEqualTo(50);
        taken(cache.current(), alone(7));
        assertThat(cache.enter(conversation(4, 10))).isZero();
        taken(cache.current(), conversation(4, 10));
        assertThat(cache.enter(alone(8))).as("the least recently used of three").isZero();
    }

    @Test
    void aModelWithoutRecurrentStateGoesBackToAnyToken() {
        try (Model attending = Model.open(Golden.model("qwen3-q8_0"));
                InferenceSession session = InferenceSession.open(attending);
                InferenceSession fresh = InferenceSession.open(attending)) {
            session.generate(GenerationRequest.builder(FIRST).maxTokens(5).build());
            int[] leaving = GoldenSessions.join(Arrays.copyOf(FIRST, 101), new int[]{1, 2, 3});
            GenerationOutcome outcome = session.generate(GenerationRequest.builder(leaving).maxTokens(20).build());
            assertThat(outcome.reusedTokens()).isEqualTo(101);
            assertThat(outcome.tokens())
                    .isEqualTo(fresh.generate(GenerationRequest.builder(leaving).maxTokens(20).build()).tokens());
        }
    }

    /** Runs a conversation and checks that its answer is that of a session of its own. */
    private static int reused(InferenceSession session, int[] prompt) {
        GenerationOutcome outcome = session.generate(
                GenerationRequest.builder(prompt).checkpoints(SYSTEM.length).maxTokens(20).build());
        assertThat(outcome.tokens()).isEqualTo(GoldenSessions.fresh(model, prompt));
        return outcome.reusedTokens();
    }

    /** Computes what a branch has not taken in of a prompt. */
    private static Branch taken(Branch branch, int[] prompt) {
        int from = branch.reusable(prompt);
        if (from < prompt.length) {
            Batch batch = model.newBatch(prompt.length);
            batch.fill(prompt, from, prompt.length - from);
            model.forward().forward(batch, branch.state(), branch.logits());
            Arrays.stream(prompt, from, prompt.length).forEach(branch::append);
            branch.scored();
            branch.keep();
        }
        return branch;
    }

    private static int[] alone(int seed) {
        return Arrays.copyOfRange(conversation(seed, 50), SYSTEM.length, SYSTEM.length + 50);
    }

    private static int[] conversation(int seed, int tokens) {
        int[] own = new int[tokens];
        Arrays.setAll(own, i -> 1 + (31 * seed + 7 * i * seed) % 700);
        return GoldenSessions.join(SYSTEM, own);
    }
}
