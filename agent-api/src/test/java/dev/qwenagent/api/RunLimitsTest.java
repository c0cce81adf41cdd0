package dev.qwenagent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RunLimitsTest {

    @Test
    void eachChangeLeavesTheOthers() {
        RunLimits limits = RunLimits.DEFAULT.withTurns(1)
                .withTime(Duration.ofSeconds(2))
                .withTokens(3)
                .withThinkingTokens(5)
                .withCalls(6)
                .withMoney(Money.of("7 USD"))
                .withToolOutput(4);
        assertThat(limits).isEqualTo(new RunLimits(1, Duration.ofSeconds(2), 3, 5, 6, Money.of("7 USD"), 4));
        assertThat(limits.withTurns(9))
                .isEqualTo(new RunLimits(9, Duration.ofSeconds(2), 3, 5, 6, Money.of("7 USD"), 4));
    }

    @Test
    void nothingLeftIsALimitToo() {
        assertThat(new RunLimits(0, Duration.ZERO, 0, 0, 0, null, 1).turns()).isZero();
    }

    @Test
    void refusesWhatCannotBeALimit() {
        RunLimits limits = RunLimits.DEFAULT;
        assertThatThrownBy(() -> limits.withTurns(-1)).hasMessageContaining("found turns -1");
        assertThatThrownBy(() -> limits.withTime(Duration.ofMillis(-1))).hasMessageContaining("time PT-0.001S");
        assertThatThrownBy(() -> limits.withTokens(-1)).hasMessageContaining("tokens -1");
        assertThatThrownBy(() -> limits.withThinkingTokens(-1)).hasMessageContaining("tokens of thought -1");
        assertThatThrownBy(() -> limits.withCalls(-1)).hasMessageContaining("calls -1");
        assertThatThrownBy(() -> limits.withToolOutput(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tool output 0");
    }

    @Test
    void onlyLimitsAreLimits() {
        assertThat(Arrays.stream(StopReason.values()).filter(StopReason::isLimit))
                .containsExactly(StopReason.TURN_LIMIT, StopReason.TIME_LIMIT, StopReason.TOKEN_LIMIT,
                        StopReason.THINKING_LIMIT, StopReason.CALL_LIMIT, StopReason.MONEY_LIMIT);
    }
}
