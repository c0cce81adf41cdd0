package dev.qwenagent.local.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.qwenagent.local.tensor.Samples;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RoundedTokenTest {

    @Test
    void aValueIsOffByHalfAStepOfItsBlockAtMost() {
        float[] x = Samples.floats(320, 5);
        for (int i = 0; i < x.length; i++) {
            x[i] *= 1 + i / 32;
        }
        RoundedToken token = new RoundedToken();
        token.round(x, x.length);
        for (int i = 0; i < x.length; i++) {
            assertThat(token.value(i)).isCloseTo(x[i], within(0.5001f * token.scales()[i / 32]));
            assertThat(token.scales()[i / 32]).isLessThanOrEqualTo((1 + i / 32) / 127f);
            assertThat((short) (token.codes()[i] >> 16)).isEqualTo((short) token.codes()[i]);
        }
    }

    @Test
    void sumsAreThoseOfTheRoundedValues() {
        float[] x = Samples.floats(64, 6);
        RoundedToken token = new RoundedToken();
        token.round(x, 64);
        for (int block = 0; block < 2; block++) {
            float sum = 0;
            int codes = 0;
            for (int i = 32 * block; i < 32 * block + 32; i++) {
                sum += token.value(i);
                codes += (short) token.codes()[i];
            }
            assertThat(token.sums()[block]).isCloseTo(sum, within(1e-5f));
            assertThat(Arrays.stream(token.eights(), 4 * block, 4 * block + 4).sum()).isEqualTo(codes);
        }
    }

    @Test
    void zerosStayZerosAndAShorterTokenMayFollow() {
        RoundedToken token = new RoundedToken();
        token.round(Samples.floats(128, 7), 128);
        token.round(new float[32], 32);
        assertThat(token.value(31)).isZero();
        assertThat(token.sums()[0]).isZero();
    }
}
