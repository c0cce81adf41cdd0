package dev.qwenagent.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.qwenagent.api.RunCancelledException;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Labelled;
import dev.qwenagent.api.tool.PermissionDeniedException;
import dev.qwenagent.api.tool.ToolOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class ToolOutcomesTest {

    @RequiresScope("test.act")
    record Acting(Callable<Object> work) {
        @Tool
        public Object act() throws Exception {
            return work.call();
        }

        @Tool
        public void silent() {}
    }

    record Price(BigDecimal amount, LocalDate from, Optional<String> note) {}

    private static ToolOutcome outcome(Callable<Object> work) throws InterruptedException {
        return ToolTrial.of(new Acting(work)).outcome("act", "{}");
    }

    private static String returned(Object value) throws InterruptedException {
        return outcome(() -> value).textForModel();
    }

    @Test
    void textAndSingleValuesAreGivenAsTheyAre() throws InterruptedException {
        assertThat(returned("a \"b\"\nc")).isEqualTo("a \"b\"\nc");
        assertThat(returned(new StringBuilder("x"))).isEqualTo("x");
        assertThat(returned(42)).isEqualTo("42");
        assertThat(returned(new BigDecimal("1E+3"))).isEqualTo("1000");
        assertThat(returned(LocalDate.of(2026, 11, 23))).isEqualTo("2026-11-23");
        assertThat(returned(Optional.of("x"))).isEqualTo("x");
        assertThat(returned(Optional.empty())).isEqualTo("no result");
        assertThat(outcome(() -> null).textForModel()).isEqualTo("no result");
    }

    @Test
    void aVoidMethodIsDone() throws InterruptedException {
        assertThat(ToolTrial.of(new Acting(() -> "")).text("silent", "{}")).isEqualTo("done");
    }

    @Test
    void recordsAndCollectionsBecomeCompactJson() throws InterruptedException {
        assertThat(returned(new Price(new BigDecimal("1E+2"), LocalDate.of(2026, 1, 2), Optional.of("net"))))
                .isEqualTo("{\"amount\":100,\"from\":\"2026-01-02\",\"note\":\"net\"}");
        assertThat(returned(List.of(1, 2))).isEqualTo("[1,2]");
        assertThat(returned(Map.of("a", Optional.empty()))).isEqualTo("{\"a\":null}");
        assertThat(returned(new int[]{1})).isEqualTo("[1]");
    }

    @Test
    void labelsAreHonoured() throws InterruptedException {
        assertThat(outcome(() -> Labelled.untrusted("page"))).isEqualTo(new ToolOutcome.Success("page",
                new Label(Label.Confidentiality.PUBLIC, Label.Integrity.UNTRUSTED)));
    }

    @Test
    void anOutcomeIsReturnedAsItIs() throws InterruptedException {
        var failure = new ToolOutcome.Failure("closed on Sundays");

        assertThat(outcome(() -> failure)).isSameAs(failure);
    }

    private static String thrown(Exception exception) throws InterruptedException {
        return outcome(() -> {
            throw exception;
        }).textForModel();
    }

    @Test
    void exceptionsBecomeOneSentence() throws InterruptedException {
        assertThat(thrown(new IllegalArgumentException("no such\n  order"))).isEqualTo("error: no such order");
        assertThat(thrown(new IllegalStateException())).isEqualTo("error: illegal state");
        assertThat(thrown(new NoSuchFileException("a.txt"))).isEqualTo("error: no such file: a.txt");
        assertThat(thrown(new UncheckedIOException(new IOException("disk full")))).isEqualTo("error: disk full");
        assertThat(thrown(new IOException("x".repeat(10_000))).length()).isLessThan(600);
    }

    @Test
    void theRunsOwnSignalsPass() {
        var denied = new PermissionDeniedException(new ToolOutcome.Denied("no", "rule"));

        assertThatThrownBy(() -> thrown(denied)).isSameAs(denied);
        assertThatThrownBy(() -> thrown(new InterruptedException())).isInstanceOf(InterruptedException.class);
        assertThatThrownBy(() -> thrown(new ClosedByInterruptException())).isInstanceOf(InterruptedException.class);
        assertThatThrownBy(() -> thrown(new RunCancelledException())).isInstanceOf(RunCancelledException.class);
    }
}
