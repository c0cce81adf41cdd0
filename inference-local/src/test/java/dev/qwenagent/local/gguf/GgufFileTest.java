package dev.qwenagent.local.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.local.LocalModelException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GgufFileTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void metadataAndTensorsComeBackAsWritten(int version) {
        Path path = sound(version).writeTo(folder.resolve("m.gguf"));
        try (GgufFile file = GgufFile.open(path)) {
            GgufMetadata metadata = file.metadata();
            assertThat(file.version()).isEqualTo(version);
            assertThat(metadata.text("general.architecture")).isEqualTo("größe");
            assertThat(metadata.integer("width")).isEqualTo(128);
            assertThat(metadata.real("epsilon")).isEqualTo(1e-6);
            assertThat(metadata.real("width")).isEqualTo(128.0);
            assertThat(metadata.findFlag("tied")).contains(true);
            assertThat(metadata.findFlag("absent")).isEmpty();
            assertThat(metadata.texts("tokens")).containsExactly("a", "", "日本");
            assertThat(metadata.findWholes("types").orElseThrow()).containsExactly(1, -3);
            assertThat(metadata.keys()).startsWith("general.architecture", "width");
            assertThat(file.tensors()).extracting(TensorInfo::name).containsExactly("odd", "matrix");
            TensorInfo matrix = file.tensor("matrix");
            assertThat(matrix.shape()).containsExactly(32L, 2L);
            assertThat(matrix.type()).isEqualTo(GgmlType.Q8_0);
            assertThat(matrix.byteSize()).isEqualTo(68);
            assertThat(file.data(matrix).get(ValueLayout.JAVA_BYTE, 67)).isEqualTo((byte) 67);
            assertThat(file.data(file.tensor("odd")).toArray(ValueLayout.JAVA_BYTE)).containsExactly(0, 1, 2, 3);
        }
    }

    @Test
    void getterNamesKeyWantedAndFoundKind() {
        try (GgufFile file = GgufFile.open(sound(3).writeTo(folder.resolve("m.gguf")))) {
            assertThatThrownBy(() -> file.metadata().text("width")).isInstanceOf(GgufFormatException.class)
                    .hasMessageContainingAll("m.gguf", "width", "expected kind string", "found integer");
            assertThatThrownBy(() -> file.metadata().integer("rank")).hasMessageContainingAll("rank", "integer",
                    "no such key");
            assertThatThrownBy(() -> file.metadata().integer("huge")).hasMessageContainingAll("huge", "32 bits",
                    "4294967296");
            assertThatThrownBy(() -> file.tensor("blk.0.attn_q.weight"))
                    .hasMessageContaining("tensor blk.0.attn_q.weight is missing");
        }
    }

    @Test
    void missingFileFolderAndForeignFileEachGetTheirOwnLine() throws IOException {
        assertThatThrownBy(() -> GgufFile.open(folder.resolve("none.gguf"))).isInstanceOf(LocalModelException.class)
                .hasMessageContainingAll("none.gguf", "no such model file");
        assertThatThrownBy(() -> GgufFile.open(folder)).isInstanceOf(LocalModelException.class)
                .hasMessageContaining("found a folder");
        Path text = Files.writeString(folder.resolve("readme.md"), "# Hello, I am not a model");
        assertThatThrownBy(() -> GgufFile.open(text)).isInstanceOf(GgufFormatException.class)
                .hasMessageContainingAll("readme.md", "not a GGUF file", "0x46554747", "0x65482023");
        assertThatThrownBy(() -> GgufFile.open(Files.createFile(folder.resolve("empty.gguf"))))
                .isInstanceOf(GgufFormatException.class)
                .hasMessageContaining("the file ends at offset 0");
        assertThatThrownBy(() -> GgufFile.open(new GgufWriter(1).writeTo(folder.resolve("v1.gguf"))))
                .hasMessageContaining("version 1 is not supported, expected 2 or 3");
        assertThatThrownBy(() -> GgufFile.open(new GgufWriter(3 << 24).writeTo(folder.resolve("other.gguf"))))
                .hasMessageContainingAll("big-endian (GGUF version 3", "expected little-endian");
    }

    @Test
    void truncatedFileNamesTheTensor() {
        byte[] whole = sound(3).toBytes();
        assertThatThrownBy(() -> open(Arrays.copyOf(whole, whole.length - 1))).isInstanceOf(GgufFormatException.class)
                .hasMessageContainingAll("tensor matrix", "68 bytes", "ends at offset " + (whole.length - 1),
                        "fetch it again");
    }

    @Test
    void everyTruncationIsAFormatError() {
        byte[] whole = sound(3).toBytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> open(cut)).as("cut at %d", length)
                    .isInstanceOf(GgufFormatException.class)
                    .hasMessageMatching("(?s).*bytes\\.gguf: .* offset \\d+.*cut off.*");
        }
    }

    @Test
    void absurdCountsAllocateNothing() {
        byte[] bytes = sound(3).toBytes();
        assertThatThrownBy(() -> open(patched(bytes, 8, Long.MAX_VALUE)))
                .hasMessageContaining("the number of tensors at offset 8");
        assertThatThrownBy(() -> open(patched(bytes, 16, -1))).hasMessageContaining("found 18446744073709551615");
        byte[] array = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putInt(11).putLong(1L << 40).array();
        assertThatThrownBy(() -> open(new GgufWriter().rawValue("tokens", 9, array).toBytes()))
                .hasMessageContainingAll("the length of metadata tokens", "1099511627776");
        assertThatThrownBy(() -> open(new GgufWriter().rawValue("name", 8, GgufWriter.longBytes(1L << 60)).toBytes()))
                .hasMessageContainingAll("metadata name", "1152921504606846976 bytes");
    }

    /** Counts that fit a file of gigabytes, all of them hole, and would not fit the heap. */
    @ParameterizedTest
    @CsvSource({"0, 2000000000", "8, 300000000", "10, 300000000", "9, 200000000"})
    void arraysOfALargeFileAreBoundedByWhatTheHeapCanHold(int type, long count) {
        byte[] array = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putInt(type).putLong(count).array();
        Path path = new GgufWriter().rawValue("tokens", 9, array)
                .hole("large", List.of(1L << 30), GgmlType.F32)
                .tensor("last", List.of(1L), GgmlType.F32, new byte[4])
                .writeTo(folder.resolve("large.gguf"));
        assertThatThrownBy(() -> GgufFile.open(path)).isInstanceOf(GgufFormatException.class)
                .hasMessageContainingAll("metadata tokens", "at most 2097152 items");
    }

    @Test
    void stringsOfALargeFileAreBoundedByWhatTheHeapCanHold() {
        Path path = new GgufWriter().rawValue("name", 8, GgufWriter.longBytes(2_000_000_000L))
                .hole("large", List.of(1L << 30), GgmlType.F32)
                .tensor("last", List.of(1L), GgmlType.F32, new byte[4])
                .writeTo(folder.resolve("large.gguf"));
        assertThatThrownBy(() -> GgufFile.open(path)).isInstanceOf(GgufFormatException.class)
                .hasMessageContainingAll("metadata name at offset", "at most 134217728 bytes in all", "2000000000");
    }

    @Test
    void unknownTypesAndImpossibleShapesAreNamed() {
        assertThatThrownBy(() -> open(new GgufWriter().rawValue("k", 13, new byte[8]).toBytes()))
                .hasMessageContainingAll("metadata k", "value type 13");
        assertThatThrownBy(() -> open(new GgufWriter().rawTensor("t", List.of(4L), 77, new byte[16]).toBytes()))
                .hasMessageContainingAll("tensor t", "type 77 is unknown");
        assertThatThrownBy(() -> open(new GgufWriter().rawTensor("t", List.of(33L), 8, new byte[68]).toBytes()))
                .hasMessageContainingAll("tensor t", "blocks of 32", "rows of 33");
        assertThatThrownBy(
                () -> open(new GgufWriter().rawTensor("t", List.of(1L << 40, 1L << 40), 0, new byte[16]).toBytes()))
                .hasMessageContainingAll("tensor t", "impossible");
        assertThatThrownBy(() -> open(sound(3).tensor("odd", List.of(1L), GgmlType.F32, new byte[4]).toBytes()))
                .hasMessageContaining("tensor odd is listed twice");
    }

    @Test
    void damagedHeadersAreFormatErrorsOrReadable() {
        byte[] whole = sound(3).toBytes();
        SplittableRandom random = new SplittableRandom(7);
        int rounds = "full".equals(System.getProperty("qwenagent.tests")) ? 10_000 : 300;
        int refused = 0;
        for (int round = 0; round < rounds; round++) {
            byte[] damaged = whole.clone();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                new GgufReader("damaged.gguf", MemorySegment.ofArray(damaged)).read();
            } catch (GgufFormatException e) {
                refused++;
                assertThat(e.getMessage()).matches("damaged\\.gguf: .* offset \\d+.*; .+")
                        .containsAnyOf("expected", "needs", "only", "ends at");
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void theSizesOfTypesAreThoseOfTheFormat() {
        assertThat(GgmlType.of(14)).contains(GgmlType.Q6_K);
        assertThat(GgmlType.of(4)).isEmpty();
        assertThat(GgmlType.Q4_K.bytesOf(512)).isEqualTo(288);
        assertThat(GgmlType.Q8_0.bytesOf(64)).isEqualTo(68);
    }

    private void open(byte[] bytes) throws IOException {
        Path path = Files.write(folder.resolve("bytes.gguf"), bytes);
        GgufFile.open(path).close();
    }

    private static byte[] patched(byte[] bytes, int offset, long value) {
        byte[] copy = bytes.clone();
        ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putLong(offset, value);
        return copy;
    }

    private static GgufWriter sound(int version) {
        byte[] counting = new byte[68];
        for (int i = 0; i < counting.length; i++) {
            counting[i] = (byte) i;
        }
        return new GgufWriter(version).text("general.architecture", "größe")
                .whole("width", 128)
                .whole("huge", 1L << 32)
                .real("epsilon", 1e-6)
                .flag("tied", true)
                .texts("tokens", "a", "", "日本")
                .wholes("types", 1, -3)
                .tensor("odd", List.of(1L), GgmlType.F32, new byte[]{0, 1, 2, 3})
                .tensor("matrix", List.of(32L, 2L), GgmlType.Q8_0, counting);
    }
}
