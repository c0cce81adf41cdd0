package dev.qwenagent.local.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.local.gguf.GgmlType;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RepackedTensorTest {

    @Test
    void wholeTilesOfFourAndSixBitsFit() {
        assertThat(RepackedTensor.fits(GgmlType.Q4_0, 64)).isTrue();
        assertThat(RepackedTensor.fits(GgmlType.Q4_K, 32)).isTrue();
        assertThat(RepackedTensor.fits(GgmlType.Q6_K, 96)).isTrue();
        assertThat(RepackedTensor.fits(GgmlType.Q4_0, 48)).isFalse();
        assertThat(RepackedTensor.fits(GgmlType.Q8_0, 64)).isFalse();
        assertThat(RepackedTensor.fits(GgmlType.F32, 64)).isFalse();
    }

    @Test
    void theCopyTakesWhatTheDocumentationSays() {
        long values = 64 * 512;
        assertThat(RepackedTensor.bytesFor(GgmlType.Q4_0, values)).isEqualTo(GgmlType.Q4_0.bytesOf(values));
        assertThat(RepackedTensor.bytesFor(GgmlType.Q4_K, values) / (double) GgmlType.Q4_K.bytesOf(values))
                .isBetween(1.02, 1.03);
        assertThat(RepackedTensor.bytesFor(GgmlType.Q6_K, values) / (double) GgmlType.Q6_K.bytesOf(values))
                .isBetween(1.30, 1.31);
    }

    @ParameterizedTest
    @EnumSource(names = {"Q4_0", "Q4_K", "Q6_K"})
    void valuesAreThoseOfTheSource(GgmlType type) {
        StoredTensor source = (StoredTensor) Samples.tensor(type, 64, 512, 8);
        try (Arena memory = Arena.ofShared()) {
            RepackedTensor repacked = RepackedTensor.of(source, memory);
            assertThat(repacked.byteSize()).isEqualTo(RepackedTensor.bytesFor(type, 64 * 512));
            assertThat(repacked.rows()).isEqualTo(64);
            assertThat(repacked.columns()).isEqualTo(512);
            float[] expected = new float[512];
            float[] found = new float[512];
            source.row(33, expected);
            repacked.row(33, found);
            assertThat(found).isEqualTo(expected);
        }
    }

    /** The layout as it is drawn: row 17, the second of lane 1, and its column 6, the third code of vector 1. */
    @Test
    void codesLieWhereTheDrawingSays() {
        Q4_0Tensor source = (Q4_0Tensor) Samples.tensor(GgmlType.Q4_0, 32, 64, 3);
        try (Arena memory = Arena.ofShared()) {
            RepackedTensor repacked = RepackedTensor.of(source, memory);
            int stored = Stored.unsigned(source.data(), source.rowOffset(17) + 2 + 6) & 15;
            long lane = repacked.codesOffset(0) + 64 + 2 * (2 * 1 + 1);
            assertThat(Stored.unsigned(repacked.data(), lane + 1) & 15).isEqualTo(stored);
            assertThat(Stored.half(repacked.data(), repacked.scalesOffset(0) + 64 + 2 * 17))
                    .isEqualTo(Stored.half(source.data(), source.rowOffset(17) + 18));
        }
    }
}
