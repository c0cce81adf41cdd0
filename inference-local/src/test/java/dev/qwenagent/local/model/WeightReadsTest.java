package dev.qwenagent.local.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.local.gguf.TensorInfo;
import dev.qwenagent.local.kernel.Kernels;
import dev.qwenagent.local.kernel.ScalarKernels;
import dev.qwenagent.local.tensor.StoredTensor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A piece of a prompt costs one reading of the weights, however many tokens it has. */
class WeightReadsTest {

    private static final int PIECE = 64;

    @ParameterizedTest
    @ValueSource(strings = {"qwen3-bf16", "qwen3moe-bf16", "qwen3next-bf16", "qwen35-bf16", "qwen35moe-bf16"})
    void aPieceOfAPromptReadsEachWeightOnce(String name) {
        ReadCounter counter = new ReadCounter();
        try (Model model = Model.open(Golden.model(name), WeightPlacement.MAPPED, counter.kernels())) {
            int[] prompt = new int[PIECE];
            Arrays.setAll(prompt, i -> 7 * i);
            new Sequence(model, PIECE).feed(prompt);
            assertThat(counter.reads.values()).isNotEmpty().containsOnly(1);
            assertThat(counter.reads.keySet()).allMatch(weights -> weights.data().isMapped(), "stays in the file");
            long atOnce = counter.bytes;
            assertThat(atOnce).isLessThanOrEqualTo(
                    model.file().tensors().stream().mapToLong(TensorInfo::byteSize).sum());

            counter.clear();
            new Sequence(model, 1).feed(prompt);
            assertThat(counter.bytes).isGreaterThan(10 * atOnce);
        }
    }

    /** Kernels that count what is read of the weights in a file. */
    private static final class ReadCounter {

        private final Map<StoredTensor, Integer> reads = new IdentityHashMap<>();
        private long bytes;

        Kernels kernels() {
            Kernels counted = new ScalarKernels();
            return (Kernels) Proxy.newProxyInstance(Kernels.class.getClassLoader(), new Class<?>[]{Kernels.class},
                    (_, method, arguments) -> {
                        if (arguments != null && arguments[0] instanceof StoredTensor weights) {
                            count(weights);
                        }
                        return invoke(counted, method, arguments);
                    });
        }

        private static Object invoke(Kernels counted, Method method, Object[] arguments) throws Throwable {
            try {
                return method.invoke(counted, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        private void count(StoredTensor weights) {
            reads.merge(weights, 1, Integer::sum);
            bytes += weights.data().byteSize();
        }

        void clear() {
            reads.clear();
            bytes = 0;
        }
    }
}
