package dev.qwenagent.api.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThinkingModeTest {

    @Test
    void hasNoBoundUntilGivenOne() {
        assertThat(List.of(ThinkingMode.AUTO, ThinkingMode.ON, ThinkingMode.OFF)).noneMatch(ThinkingMode::isBounded);
        assertThat(ThinkingMode.ON.withBudget(1)).isEqualTo(new ThinkingMode(ThinkingMode.Setting.ON, 1))
                .matches(ThinkingMode::isBounded);
        assertThat(ThinkingMode.ON.withBudget(1).withBudget(ThinkingMode.UNLIMITED)).isEqualTo(ThinkingMode.ON);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void refusesABudgetBelowOneToken(int budget) {
        assertThatThrownBy(() -> ThinkingMode.AUTO.withBudget(budget)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found " + budget)
                .hasMessageContaining("OFF");
    }

    @Test
    void decisionToCallNothingIsRefused() {
        assertThatThrownBy(() -> new Decision.CallTools("", "", List.of())).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one call");
    }
}
