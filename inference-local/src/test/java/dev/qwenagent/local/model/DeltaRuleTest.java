package dev.qwenagent.local.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.qwenagent.local.kernel.Kernels;
import dev.qwenagent.local.kernel.ScalarKernels;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A chunk gives what the recurrence gives, which is the definition. */
class DeltaRuleTest {

    private static final Kernels KERNELS = new ScalarKernels();
    private static final float TOLERANCE = 2e-5f;

    @ParameterizedTest(name = "{0} tokens, decays down to {1}, {2}")
    @CsvSource({"1, 0.1, TILED", "2, 0.1, GROUPED", "15, 0.001, TILED", "63, 0.1, GROUPED", "64, 0.1, TILED",
        "64, 0.000001, GROUPED", "64, 60, TILED"})
    void aChunkEqualsTheRecurrence(int tokens, double fastest, DeltaNetConfig.HeadOrder order) {
        DeltaNetConfig config = new DeltaNetConfig(2, 6, 24, 4, order);
        RecurrentState stepped = new RecurrentState(config);
        RecurrentState chunked = new RecurrentState(config);
        SplittableRandom random = new SplittableRandom(tokens);
        for (int round = 0; round < 3; round++) {
            DeltaNetScratch scratch = random(config, tokens, fastest, random);
            apply(new DeltaRecurrence(config, KERNELS), config, scratch, stepped);
            float[][] expected = copy(scratch.outputs);
            apply(new DeltaChunk(config, KERNELS), config, scratch, chunked);
            for (int t = 0; t < tokens; t++) {
                assertThat(scratch.outputs[t]).as("token %d", t).containsExactly(expected[t], within(TOLERANCE));
            }
            for (int head = 0; head < config.valueHeads(); head++) {
                for (int i = 0; i < config.headSize(); i++) {
                    assertThat(chunked.memory(head)[i]).containsExactly(stepped.memory(head)[i], within(TOLERANCE));
                }
            }
        }
    }

    private static void apply(DeltaRule rule, DeltaNetConfig config, DeltaNetScratch scratch, RecurrentState state) {
        DeltaHead own = new DeltaHead(config.headSize());
        for (int keyHead = 0; keyHead < config.keyHeads(); keyHead++) {
            own.keyHead = keyHead;
            rule.apply(scratch, own, state, 0, scratch.outputs.length);
        }
    }

    /** Unit keys, queries of the usual scale, values about 1, decays from almost none to the fastest. */
    private static DeltaNetScratch random(DeltaNetConfig config, int n, double fastest, SplittableRandom random) {
        DeltaNetScratch scratch = new DeltaNetScratch(config, n);
        int size = config.headSize();
        for (int t = 0; t < n; t++) {
            for (int i = 0; i < config.channels(); i++) {
                scratch.channels[t][i] = (float) random.nextDouble(-1, 1);
            }
            for (int head = 0; head < 2 * config.keyHeads(); head++) {
                double squares = 0;
                for (int i = head * size; i < (head + 1) * size; i++) {
                    squares += scratch.channels[t][i] * scratch.channels[t][i];
                }
                for (int i = head * size; i < (head + 1) * size; i++) {
                    scratch.channels[t][i] /= (float) Math.sqrt(squares);
                }
            }
            for (int head = 0; head < config.valueHeads(); head++) {
                scratch.decays[t][head] = (float) -random.nextDouble(fastest);
                scratch.writeStrengths[t][head] = (float) random.nextDouble();
            }
        }
        return scratch;
    }

    private static float[][] copy(float[][] rows) {
        float[][] copy = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            copy[i] = rows[i].clone();
        }
        return copy;
    }
}
