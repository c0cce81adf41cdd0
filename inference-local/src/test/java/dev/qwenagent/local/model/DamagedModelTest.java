package dev.qwenagent.local.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.local.gguf.GgufFile;
import dev.qwenagent.local.gguf.GgufFormatException;
import dev.qwenagent.local.gguf.TensorInfo;
import dev.qwenagent.local.tokenizer.BpeTokenizer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in a file's header and metadata, it is refused with a reason or computed. */
class DamagedModelTest {

    private static final int MUTATIONS = "full".equals(System.getProperty("qwenagent.tests")) ? 10_000 : 500;
    private static final int[] TELLING = {0, 1, 2, 4, 8, 9, 0x7F, 0x80, 0xFE, 0xFF};

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"qwen3-q8_0", "qwen2moe-bf16", "qwen35moe-q8_0", "qwen3next-k-Q4_K_M"})
    void mutatedHeadersAreRefusedOrComputed(String name) throws IOException {
        Path file = Files.copy(Golden.model(name), folder.resolve("damaged.gguf"),
                StandardCopyOption.REPLACE_EXISTING);
        int header = headerBytes(file);
        byte[] sound = new byte[header];
        SplittableRandom random = new SplittableRandom(name.hashCode());
        int refused = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.read(ByteBuffer.wrap(sound), 0);
            for (int round = 0; round < MUTATIONS; round++) {
                byte[] damaged = mutated(sound, random);
                channel.write(ByteBuffer.wrap(damaged), 0);
                refused += isRefused(file) ? 1 : 0;
            }
        }
        assertThat(refused).as("of %d mutations", MUTATIONS).isBetween(MUTATIONS / 20, MUTATIONS - 1);
    }

    private static boolean isRefused(Path file) {
        try (Model model = Model.open(file, WeightPlacement.MAPPED)) {
            new Sequence(model, 2).feed(1, 2);
            if (model.metadata().has("tokenizer.ggml.model")) {
                BpeTokenizer.from(model.metadata()).encode("a few words");
            }
            return false;
        } catch (GgufFormatException e) {
            assertThat(e.getMessage()).matches(".*(offset \\d+|no such key|is missing).*")
                    .containsAnyOf("expected", "needs", "only", "ends at", "not supported; use");
            return true;
        }
    }

    /** One to three places changed: a bit, a byte, or eight bytes to a number that tells. */
    private static byte[] mutated(byte[] sound, SplittableRandom random) {
        byte[] damaged = sound.clone();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            int at = place(sound, random);
            switch (random.nextInt(3)) {
                case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> damaged[at] = (byte) random.nextInt();
                default -> {
                    byte value = (byte) TELLING[random.nextInt(TELLING.length)];
                    for (int j = at; j < Math.min(at + random.nextInt(1, 9), damaged.length); j++) {
                        damaged[j] = value;
                    }
                }
            }
        }
        return damaged;
    }

    /** Mostly the small values at the beginning and the directory at the end; the vocabulary between is long. */
    private static int place(byte[] sound, SplittableRandom random) {
        int edge = Math.min(2500, sound.length / 3);
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt(sound.length);
            case 1, 2 -> random.nextInt(edge);
            default -> sound.length - 1 - random.nextInt(edge);
        };
    }

    /** Everything before the first byte of the tensors. */
    private static int headerBytes(Path path) throws IOException {
        try (GgufFile file = GgufFile.open(path)) {
            long data = file.tensors().stream().mapToLong(DamagedModelTest::end).max().orElseThrow();
            return (int) (Files.size(path) - data);
        }
    }

    private static long end(TensorInfo tensor) {
        return Math.ceilDiv(tensor.offset() + tensor.byteSize(), 32L) * 32;
    }
}
