package dev.qwenagent.local.gguf;

import dev.qwenagent.local.LocalModelException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One mapped file.
 *
 * @param path where it is
 * @param mapped all of its bytes
 * @param header what it says
 */
record GgufPart(Path path, MemorySegment mapped, GgufReader.Header header) {

    /** Maps a file for as long as the arena lives and reads its header. */
    static GgufPart open(Path path, Arena arena) {
        if (!Files.exists(path)) {
            throw new LocalModelException("%s: no such model file; give the path of a .gguf file".formatted(path));
        }
        if (!Files.isRegularFile(path)) {
            throw new LocalModelException(
                    "%s: expected a .gguf file, found a folder or a special file".formatted(path));
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new GgufPart(path, mapped, new GgufReader(path.toString(), mapped).read());
        } catch (IOException e) {
            throw new LocalModelException(
                    "%s: the model file cannot be read (%s); check its permissions".formatted(path, e), e);
        }
    }

    /** The bytes of a tensor that its header lists. */
    MemorySegment data(TensorInfo tensor) {
        return mapped.asSlice(header.dataOffset() + tensor.offset(), tensor.byteSize());
    }
}
