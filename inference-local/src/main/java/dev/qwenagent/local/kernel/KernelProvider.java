package dev.qwenagent.local.kernel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the kernels for this machine, and says which, and what is missing for better ones. */
public final class KernelProvider {

    private static final Logger LOG = LoggerFactory.getLogger(KernelProvider.class);
    private static final String VECTOR_MODULE = "jdk.incubator.vector";
    private static final String MISSING = "scalar, many times slower than vector; start Java with --add-modules "
            + VECTOR_MODULE;

    private KernelProvider() {}

    /**
     * The fastest kernels for weights that stay in their file's format, with a thread for each processor.
     *
     * @return kernels that the caller closes
     */
    public static Kernels open() {
        return open(Runtime.getRuntime().availableProcessors());
    }

    /**
     * The fastest kernels for weights that stay in their file's format.
     *
     * @param threads that compute at once, the calling one included; at least 1
     * @return kernels that the caller closes
     * @throws IllegalArgumentException if {@code threads} is below 1
     */
    public static Kernels open(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: expected at least 1, found " + threads);
        }
        if (!isVectorReadable()) {
            LOG.warn("kernels: {}", MISSING);
            return new ScalarKernels();
        }
        Kernels kernels = new VectorKernels(threads);
        LOG.info("kernels: {}, {} threads", kernels.description(), threads);
        return kernels;
    }

    /** What {@link #open()} gives here, and what to do for better ones, in a sentence. */
    public static String description() {
        if (!isVectorReadable()) {
            return MISSING;
        }
        try (Kernels kernels = new VectorKernels(1)) {
            return kernels.description();
        }
    }

    private static boolean isVectorReadable() {
        return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
    }

    /**
     * The kernels for small models that are unpacked: plain loops, which are at full speed sooner after a start than
     * vector code and need no threads.
     */
    public static Kernels plain() {
        return new ScalarKernels();
    }
}
