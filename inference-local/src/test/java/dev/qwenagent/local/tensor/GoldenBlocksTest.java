package dev.qwenagent.local.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.qwenagent.local.gguf.GgmlType;
import dev.qwenagent.local.gguf.TensorInfo;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Matrices of two rows that the reference implementation quantised, and what it makes of them again. */
class GoldenBlocksTest {

    private static final int ROWS = 2;
    private static final int COLUMNS = 512;
    private static final Map<String, JsonNode> GOLDEN = golden();

    @ParameterizedTest
    @EnumSource(value = GgmlType.class, names = {"F16", "BF16", "Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q2_K", "Q3_K",
        "Q4_K", "Q5_K", "Q6_K", "IQ4_NL", "IQ4_XS", "MXFP4"})
    void unpackedValuesEqualTheReferenceToTheLastBit(GgmlType type) {
        byte[] data = Base64.getDecoder().decode(GOLDEN.get(type.name()).get("data").textValue());
        ByteBuffer expected = ByteBuffer
                .wrap(Base64.getDecoder().decode(GOLDEN.get(type.name()).get("f32").textValue()))
                .order(ByteOrder.LITTLE_ENDIAN);
        TensorInfo info = new TensorInfo("golden", List.of((long) COLUMNS, (long) ROWS), type, 0, data.length);
        Tensor tensor = Tensor.of(info, MemorySegment.ofArray(data), ROWS, COLUMNS);
        for (int r = 0; r < ROWS; r++) {
            float[] row = new float[COLUMNS];
            tensor.row(r, row);
            for (int c = 0; c < COLUMNS; c++) {
                float wanted = expected.getFloat();
                assertThat(Float.floatToRawIntBits(row[c])).as("row %d column %d: %s for %s", r, c, row[c], wanted)
                        .isEqualTo(Float.floatToRawIntBits(wanted));
            }
        }
        assertThat(expected.hasRemaining()).isFalse();
    }

    private static Map<String, JsonNode> golden() {
        try (InputStream in = new GZIPInputStream(
                GoldenBlocksTest.class.getResourceAsStream("dequant-blocks.json.gz"))) {
            return StreamSupport.stream(new ObjectMapper().readTree(in).get("types").spliterator(), false)
                    .collect(Collectors.toMap(type -> type.get("type").textValue(), Function.identity()));
        } catch (IOException e) {
            throw new IllegalStateException("dequant-blocks.json.gz is damaged", e);
        }
    }
}
