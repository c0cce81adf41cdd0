package dev.qwenagent.local.gguf;

import dev.qwenagent.local.LocalModelException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A GGUF file, mapped into memory; or several that together hold one model.
 *
 * <p>
 * Opening reads and checks the headers only; tensors are paged in by the operating system as they are used. Whoever
 * opens a file closes it; segments handed out by {@link #data} must not be used after that. Safe for use by many
 * threads.
 */
public final class GgufFile implements AutoCloseable {

    private record Located(TensorInfo info, GgufPart part) {}

    private final Arena arena;
    private final List<GgufPart> parts;
    private final Map<String, Located> tensors;

    private GgufFile(Arena arena, List<GgufPart> parts) {
        this.arena = arena;
        this.parts = List.copyOf(parts);
        this.tensors = located(parts);
    }

    /**
     * Maps a file, and if it is a part of a split model all other parts, and reads the headers.
     *
     * @param path a GGUF file, version 2 or 3; of a split model any part, whose name ends as in
     *        {@code -00001-of-00003.gguf}
     * @throws LocalModelException if a file cannot be read
     * @throws GgufFormatException if it is no GGUF file, is cut off or damaged, or a part is missing
     */
    public static GgufFile open(Path path) {
        Arena arena = Arena.ofShared();
        boolean opened = false;
        try {
            GgufFile file = new GgufFile(arena, SplitParts.open(path, arena));
            opened = true;
            return file;
        } finally {
            if (!opened) {
                arena.close();
            }
        }
    }

    private static Map<String, Located> located(List<GgufPart> parts) {
        Map<String, Located> tensors = new LinkedHashMap<>();
        for (GgufPart part : parts) {
            for (TensorInfo info : part.header().tensors().values()) {
                if (tensors.put(info.name(), new Located(info, part)) != null) {
                    throw new GgufFormatException(
                            "%s: tensor %s is in an earlier part as well, expected in one; fetch the parts again"
                                    .formatted(part.path(), info.name()));
                }
            }
        }
        return tensors;
    }

    /** Where the file is; of a split model the first part. */
    public Path path() {
        return parts.getFirst().path();
    }

    /** The version of the format, 2 or 3. */
    public int version() {
        return parts.getFirst().header().version();
    }

    /** What the file says about its model, tokenizer and chat template. */
    public GgufMetadata metadata() {
        return parts.getFirst().header().metadata();
    }

    /** All tensors in the file's order. */
    public Collection<TensorInfo> tensors() {
        List<TensorInfo> infos = new ArrayList<>();
        tensors.values().forEach(located -> infos.add(located.info));
        return List.copyOf(infos);
    }

    /** The tensor of this name, or empty. */
    public Optional<TensorInfo> findTensor(String name) {
        return Optional.ofNullable(tensors.get(name)).map(Located::info);
    }

    /**
     * The tensor of this name.
     *
     * @throws GgufFormatException if the file has none
     */
    public TensorInfo tensor(String name) {
        return findTensor(name).orElseThrow(() -> new GgufFormatException(
                "%s: tensor %s is missing, expected for the architecture; the file is incomplete or of another kind"
                        .formatted(path(), name)));
    }

    /** A tensor of this file with the offset of its bytes in the file: how an error message begins. */
    public String place(TensorInfo tensor) {
        GgufPart part = located(tensor).part;
        return "%s: tensor %s at offset %d".formatted(part.path(), tensor.name(),
                part.header().dataOffset() + tensor.offset());
    }

    /**
     * The bytes of a tensor of this file, read-only, valid until {@link #close}.
     *
     * @param tensor an entry of this file's directory
     */
    public MemorySegment data(TensorInfo tensor) {
        return located(tensor).part.data(tensor);
    }

    private Located located(TensorInfo tensor) {
        Located located = tensors.get(tensor.name());
        if (located == null || located.info != tensor) {
            throw new IllegalArgumentException("tensor %s is not from %s".formatted(tensor.name(), path()));
        }
        return located;
    }

    /** Unmaps the file. A second call does nothing. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
