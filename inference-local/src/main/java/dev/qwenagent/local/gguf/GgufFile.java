package dev.qwenagent.local.gguf;

import dev.qwenagent.local.LocalModelException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;

/**
 * A GGUF file, mapped into memory.
 *
 * <p>
 * Opening reads and checks the header only; tensors are paged in by the operating system as they are used. Whoever
 * opens a file closes it; segments handed out by {@link #data} must not be used after that. Safe for use by many
 * threads.
 */
public final class GgufFile implements AutoCloseable {

    private final Path path;
    private final Arena arena;
    private final MemorySegment mapped;
    private final GgufReader.Header header;

    private GgufFile(Path path, Arena arena, MemorySegment mapped, GgufReader.Header header) {
        this.path = path;
        this.arena = arena;
        this.mapped = mapped;
        this.header = header;
    }

    /**
     * Maps a file and reads its header.
     *
     * @param path a GGUF file, version 2 or 3
     * @throws LocalModelException if the file cannot be read
     * @throws GgufFormatException if it is no GGUF file, is cut off or damaged
     */
    public static GgufFile open(Path path) {
        if (!Files.exists(path)) {
            throw new LocalModelException("%s: no such model file; give the path of a .gguf file".formatted(path));
        }
        if (!Files.isRegularFile(path)) {
            throw new LocalModelException(
                    "%s: expected a .gguf file, found a folder or a special file".formatted(path));
        }
        Arena arena = Arena.ofShared();
        boolean opened = false;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            GgufReader.Header header = new GgufReader(path.toString(), mapped).read();
            opened = true;
            return new GgufFile(path, arena, mapped, header);
        } catch (IOException e) {
            throw new LocalModelException(
                    "%s: the model file cannot be read (%s); check its permissions".formatted(path, e), e);
        } finally {
            if (!opened) {
                arena.close();
            }
        }
    }

    /** Where the file is. */
    public Path path() {
        return path;
    }

    /** The version of the format, 2 or 3. */
    public int version() {
        return header.version();
    }

    /** What the file says about its model, tokenizer and chat template. */
    public GgufMetadata metadata() {
        return header.metadata();
    }

    /** All tensors in the file's order. */
    public Collection<TensorInfo> tensors() {
        return Collections.unmodifiableCollection(header.tensors().values());
    }

    /** The tensor of this name, or empty. */
    public Optional<TensorInfo> findTensor(String name) {
        return Optional.ofNullable(header.tensors().get(name));
    }

    /**
     * The tensor of this name.
     *
     * @throws GgufFormatException if the file has none
     */
    public TensorInfo tensor(String name) {
        return findTensor(name).orElseThrow(() -> new GgufFormatException(
                "%s: tensor %s is missing; the file is incomplete or of another architecture".formatted(path, name)));
    }

    /**
     * The bytes of a tensor of this file, read-only, valid until {@link #close}.
     *
     * @param tensor an entry of this file's directory
     */
    public MemorySegment data(TensorInfo tensor) {
        Map<String, TensorInfo> own = header.tensors();
        if (own.get(tensor.name()) != tensor) {
            throw new IllegalArgumentException("tensor %s is not from %s".formatted(tensor.name(), path));
        }
        return mapped.asSlice(header.dataOffset() + tensor.offset(), tensor.byteSize());
    }

    /** Unmaps the file. A second call does nothing. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
