package dev.qwenagent.local.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KernelProviderTest {

    @Test
    void vectorKernelsAreChosenWhereTheirModuleIs() {
        try (Kernels kernels = KernelProvider.open(1)) {
            assertThat(kernels).isInstanceOf(VectorKernels.class);
            assertThat(kernels.description()).isEqualTo(KernelProvider.description())
                    .contains("vector", "bits");
        }
    }

    @Test
    void everyModelHasKernelsOfItsOwn() {
        try (Kernels one = KernelProvider.open(1); Kernels other = KernelProvider.open(1)) {
            assertThat(one).isNotSameAs(other);
        }
    }

    @Test
    void noThreadsAreRefused() {
        assertThatThrownBy(() -> KernelProvider.open(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads: expected at least 1, found 0");
    }

    @Test
    void smallModelsComputeWithPlainLoops() {
        try (Kernels kernels = KernelProvider.plain()) {
            assertThat(kernels).isInstanceOf(ScalarKernels.class);
        }
    }
}
