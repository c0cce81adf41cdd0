package dev.qwenagent.local.model;

import dev.qwenagent.local.LocalModelException;
import dev.qwenagent.local.gguf.GgufFile;
import dev.qwenagent.local.gguf.GgufFormatException;
import dev.qwenagent.local.gguf.GgufMetadata;
import dev.qwenagent.local.kernel.KernelProvider;
import dev.qwenagent.local.kernel.Kernels;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model file ready to compute: what it is, its metadata, and its forward pass.
 *
 * <p>
 * Any number of sequences may use it at once, each with its own state and batch. Whoever opens it closes it, after the
 * last pass.
 */
public final class Model implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Model.class);

    private static final int ALL_PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final GgufFile file;
    private final ModelConfig config;
    private final Forward forward;
    private final Kernels kernels;
    private final Arena memory;

    private Model(GgufFile file, ModelConfig config, Forward forward, Kernels kernels, Arena memory) {
        this.file = file;
        this.config = config;
        this.forward = forward;
        this.kernels = kernels;
        this.memory = memory;
    }

    /**
     * Opens a model; small ones are unpacked into the heap, large ones stay mapped.
     *
     * @param path a GGUF file
     * @throws LocalModelException if the file cannot be read
     * @throws GgufFormatException if it is damaged, or its architecture or a tensor's type is not supported
     */
    public static Model open(Path path) {
        GgufFile file = GgufFile.open(path);
        WeightPlacement placement = ModelLoader.placementFor(file);
        return load(file, placement, kernelsFor(placement, ALL_PROCESSORS));
    }

    /**
     * Opens a model as {@link #open(Path)} does, to compute with a number of threads.
     *
     * @param path a GGUF file
     * @param threads that compute at once, at least 1; a small model uses one whatever this says, see {@link #threads()}
     * @throws LocalModelException if the file cannot be read
     * @throws GgufFormatException if it is damaged, or its architecture or a tensor's type is not supported
     */
    public static Model open(Path path, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: expected at least 1, found " + threads);
        }
        GgufFile file = GgufFile.open(path);
        WeightPlacement placement = ModelLoader.placementFor(file);
        return load(file, placement, kernelsFor(placement, threads));
    }

    /**
     * Opens a model with its weights where the caller wants them.
     *
     * @param path a GGUF file
     * @param placement where the matrices shall be
     * @throws LocalModelException if the file cannot be read
     * @throws GgufFormatException if it is damaged, or its architecture or a tensor's type is not supported
     */
    public static Model open(Path path, WeightPlacement placement) {
        return load(GgufFile.open(path), placement, kernelsFor(placement, ALL_PROCESSORS));
    }

    /**
     * Opens a model with its weights where the caller wants them, to compute with a number of threads.
     *
     * @param path a GGUF file
     * @param placement where the matrices shall be
     * @param threads that compute at once, at least 1; unpacked weights use one whatever this says, see {@link #threads()}
     * @throws LocalModelException if the file cannot be read
     * @throws GgufFormatException if it is damaged, or its architecture or a tensor's type is not supported
     */
    public static Model open(Path path, WeightPlacement placement, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: expected at least 1, found " + threads);
        }
        return load(GgufFile.open(path), placement, kernelsFor(placement, threads));
    }

    /** Opens a model that computes with certain kernels, which it closes. */
    static Model open(Path path, WeightPlacement placement, Kernels kernels) {
        GgufFile file;
        try {
            file = GgufFile.open(path);
        } catch (LocalModelException e) {
            kernels.close();
            throw e;
        }
        return load(file, placement, kernels);
    }

    private static Kernels kernelsFor(WeightPlacement placement, int threads) {
        return switch (placement) {
            case MAPPED, REPACKED -> KernelProvider.open(threads);
            case UNPACKED -> KernelProvider.plain();
        };
    }

    private static Model load(GgufFile file, WeightPlacement placement, Kernels kernels) {
        boolean loaded = false;
        Arena memory = Arena.ofShared();
        try {
            ModelConfig config = ModelConfig.of(file);
            Forward forward = new ModelLoader(new TensorSource(file, placement, memory), config, kernels).load();
            LOG.info("model {}: {}, {} layers, width {}, vocabulary {}, weights {}", file.path(),
                    config.architecture().fileName(),
                    config.layers().size(), config.width(), config.vocabulary(), placement);
            loaded = true;
            return new Model(file, config, forward, kernels, memory);
        } finally {
            if (!loaded) {
                kernels.close();
                memory.close();
                file.close();
            }
        }
    }

    /** What the model is. */
    public ModelConfig config() {
        return config;
    }

    /** What the file says besides: tokenizer, chat template, names. */
    public GgufMetadata metadata() {
        return file.metadata();
    }

    /** The file that it came from. */
    public GgufFile file() {
        return file;
    }

    /** What it computes with, in a few words. */
    public String kernels() {
        return kernels.description();
    }

    /** Threads that compute at once, the calling one included. */
    public int threads() {
        return kernels.threads();
    }

    /** The forward pass. */
    public Forward forward() {
        return forward;
    }

    /** The state of a new, empty sequence, up to the length that the model was made for. */
    public ModelState newState() {
        return newState(config.contextLength());
    }

    /**
     * The state of a new, empty sequence.
     *
     * @param length most tokens that it will take in; as it grows towards them, no room is taken beyond them
     */
    public ModelState newState(int length) {
        return new ModelState(config, length);
    }

    /** A batch, with the buffers that a pass of up to {@code capacity} tokens needs. */
    public Batch newBatch(int capacity) {
        return new Batch(config, capacity);
    }

    /** Unmaps the file, frees what was repacked and ends the threads. A second call does nothing. */
    @Override
    public void close() {
        kernels.close();
        if (memory.scope().isAlive()) {
            memory.close();
        }
        file.close();
    }
}
