package dev.qwenagent.local.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.qwenagent.local.gguf.GgmlType;
import dev.qwenagent.local.kernel.KernelProvider;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every architecture and storage format reproduces the numbers of the reference implementations. */
class GoldenModelsTest {

    private static final float LEAST_MARGIN = 2e-3f; // below it the references themselves may choose another token

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("dev.qwenagent.local.model.GoldenFile#all")
    void mappedWeightsGiveTheReferenceLogitsAndContinuations(GoldenFile file) {
        agrees(file, WeightPlacement.MAPPED);
    }

    @ParameterizedTest
    @MethodSource("dev.qwenagent.local.model.GoldenFile#all")
    void unpackedWeightsGiveTheReferenceLogitsAndContinuations(GoldenFile file) {
        agrees(file, WeightPlacement.UNPACKED);
    }

    @ParameterizedTest
    @MethodSource("dev.qwenagent.local.model.GoldenFile#all")
    void plainLoopsOverMappedWeightsGiveTheReferenceLogitsAndContinuations(GoldenFile file) {
        try (Model model = Model.open(file.path(), WeightPlacement.MAPPED, KernelProvider.plain())) {
            agrees(file, model);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.qwenagent.local.model.GoldenFile#all")
    void piecesOfAPromptGiveWhatTheWholeGives(GoldenFile file) {
        try (Model model = Model.open(file.path())) {
            for (int piece : new int[]{1, 7, 64, 65}) {
                for (Golden.Prompt prompt : piecewise(file.golden().prompts())) {
                    Sequence sequence = new Sequence(model, piece);
                    assertThat(sequence.feed(prompt.tokens())).as("%s in pieces of %d", prompt, piece)
                            .containsExactly(prompt.lastLogits(), within(file.tolerance()));
                    continues(sequence, prompt, file.tolerance());
                }
            }
        }
    }

    /** The longest prompt, or in the full tests all of them. */
    private static List<Golden.Prompt> piecewise(List<Golden.Prompt> prompts) {
        return "full".equals(System.getProperty("qwenagent.tests")) ? prompts : List.of(prompts.getLast());
    }

    @ParameterizedTest
    @MethodSource("dev.qwenagent.local.model.GoldenFile#all")
    void aRestoredStateGoesOnAsIfNothingHadHappened(GoldenFile file) {
        try (Model model = Model.open(file.path())) {
            List<Golden.Prompt> prompts = file.golden().prompts();
            int[] whole = prompts.getLast().tokens();
            int[] prefix = Arrays.copyOf(whole, whole.length / 3);
            int[] rest = Arrays.copyOfRange(whole, whole.length / 3, whole.length);
            Sequence sequence = new Sequence(model, 64);
            sequence.feed(prefix);
            StateSnapshot snapshot = sequence.state.snapshot();
            sequence.feed(prompts.getFirst().tokens());
            sequence.state.restore(snapshot);
            assertThat(sequence.state.position()).isEqualTo(prefix.length);
            assertThat(sequence.feed(rest)).containsExactly(prompts.getLast().lastLogits(), within(file.tolerance()));
            continues(sequence, prompts.getLast(), file.tolerance());
            sequence.state.clear();
            assertThat(sequence.feed(prompts.getFirst().tokens()))
                    .containsExactly(prompts.getFirst().lastLogits(), within(file.tolerance()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen3", "qwen35moe"})
    void theSameWeightsInOtherPlainTypesGiveTheReferenceLogits(String name) {
        Golden golden = Golden.of(name + ".transformers-f32");
        Path f32 = Converted.to(GgmlType.F32, Golden.model(name + "-bf16"), folder.resolve("f32.gguf"));
        Path f16 = Converted.to(GgmlType.F16, Golden.model(name + "-bf16"), folder.resolve("f16.gguf"));
        for (WeightPlacement placement : WeightPlacement.values()) {
            agrees(new GoldenFile(f32, golden, 1e-3f), placement);
            agrees(new GoldenFile(f16, golden, 1e-2f), placement);
        }
    }

    private static void agrees(GoldenFile file, WeightPlacement placement) {
        try (Model model = Model.open(file.path(), placement)) {
            agrees(file, model);
        }
    }

    private static void agrees(GoldenFile file, Model model) {
        for (Golden.Prompt prompt : file.golden().prompts()) {
            agreesAtEveryPosition(model, prompt, file.tolerance());
            Sequence sequence = new Sequence(model, 512);
            assertThat(sequence.feed(prompt.tokens())).as(prompt.name())
                    .containsExactly(prompt.lastLogits(), within(file.tolerance()));
            continues(sequence, prompt, file.tolerance());
        }
    }

    private static void continues(Sequence sequence, Golden.Prompt prompt, float tolerance) {
        for (int i = 0; i < prompt.greedy().length; i++) {
            int chosen = Sequence.likeliest(sequence.logits());
            if (chosen != prompt.greedy()[i]) {
                float margin = sequence.logits()[chosen] - sequence.logits()[prompt.greedy()[i]];
                assertThat(margin).as("%s, step %d", prompt, i).isLessThan(LEAST_MARGIN);
            }
            sequence.feed(prompt.greedy()[i]);
        }
        assertThat(sequence.logits()).as("%s, after its continuation", prompt)
                .containsExactly(prompt.afterGreedy(), within(tolerance));
    }

    private static void agreesAtEveryPosition(Model model, Golden.Prompt prompt, float tolerance) {
        float[][] logits = new float[prompt.tokens().length][model.config().vocabulary()];
        Batch batch = model.newBatch(logits.length);
        batch.fill(prompt.tokens(), 0, logits.length);
        model.forward().forward(batch, model.newState(), logits);
        for (int i = 0; i < logits.length; i++) {
            float best = logits[i][Sequence.likeliest(logits[i])];
            assertThat(logits[i][prompt.topIds()[i][0]]).as("%s, position %d", prompt.name(), i)
                    .isCloseTo(best, within(2 * tolerance));
            for (int k = 0; k < prompt.topLogits()[i].length; k++) {
                assertThat(logits[i][prompt.topIds()[i][k]]).as("%s, position %d", prompt.name(), i)
                        .isCloseTo(prompt.topLogits()[i][k], within(tolerance));
            }
        }
    }
}
