package dev.qwenagent.local.kernel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the kernels for this machine, once, and says which. */
public final class KernelProvider {

    private static final Logger LOG = LoggerFactory.getLogger(KernelProvider.class);

    private KernelProvider() {}

    /** The best kernels that run here; the same instance for everyone. */
    public static Kernels kernels() {
        return Chosen.KERNELS;
    }

    private static final class Chosen {

        static final Kernels KERNELS = choose();

        private static Kernels choose() {
            Kernels kernels = new ScalarKernels();
            LOG.info("kernels: {}", kernels.description());
            return kernels;
        }
    }
}
