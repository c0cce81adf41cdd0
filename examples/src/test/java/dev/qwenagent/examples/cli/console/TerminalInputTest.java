package dev.qwenagent.examples.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.examples.cli.console.ChatInput.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A chat at a terminal that is played by streams. */
@Timeout(60)
class TerminalInputTest {

    private static final String CTRL_C = "\u0003";
    private static final String CTRL_D = "\u0004";
    private static final String UP = "\u001bOA";

    @TempDir
    private Path temporary;

    private Pipe keys;
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private TerminalInput input;

    @BeforeEach
    void open() throws IOException {
        keys = Pipe.open();
        input = new TerminalInput(
                new ExternalTerminal("test", "xterm", Channels.newInputStream(keys.source()), shown,
                        StandardCharsets.UTF_8),
                temporary.resolve("history"), List.of("/help", "/tools"));
    }

    @AfterEach
    void close() throws IOException {
        input.close();
        keys.sink().close();
    }

    private void types(String text) throws IOException {
        keys.sink().write(StandardCharsets.UTF_8.encode(text));
    }

    /** Types as soon as the terminal shows a prompt, when the reader is ready for it. */
    private void typesAt(String prompt, String text) {
        Thread.ofVirtual().start(() -> {
            while (!shown.toString(StandardCharsets.UTF_8).contains(prompt)) {
                Thread.yield();
            }
            try {
                types(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void lineIsWhatWasTyped() throws IOException {
        types("Hello 東京\r");
        assertThat(input.next()).isEqualTo(new Entry.Line("Hello 東京"));
    }

    @Test
    void tabulatorCompletesACommand() throws IOException {
        types("/he\t\r");
        assertThat(input.next()).isInstanceOfSatisfying(
                Entry.Line.class, line -> assertThat(line.text().strip()).isEqualTo("/help"));
    }

    @Test
    void arrowBringsBackWhatWasSaid() throws IOException {
        types("first\r" + UP + "\r");
        assertThat(input.next()).isEqualTo(new Entry.Line("first"));
        assertThat(input.next()).isEqualTo(new Entry.Line("first"));
    }

    @Test
    void historyIsThereInTheNextChat() throws IOException {
        types("first\r");
        input.next();
        input.close();
        assertThat(temporary.resolve("history")).content().contains("first");
    }

    @Test
    void ctrlCAndCtrlDAreToldApart() throws IOException {
        typesAt("> ", "half a line" + CTRL_C);
        assertThat(input.next()).isEqualTo(new Entry.Interrupted());
        types(CTRL_D);
        assertThat(input.next()).isEqualTo(new Entry.End());
    }

    @Test
    void answerToAQuestionIsNoHistory() throws Exception {
        types("first\r");
        input.next();
        types("y\r");
        assertThat(input.keyboard().orElseThrow().ask("It is a question.\nAllow it? ")).isEqualTo("y");
        types(UP + "\r");
        assertThat(input.next()).isEqualTo(new Entry.Line("first"));
        assertThat(shown.toString(StandardCharsets.UTF_8)).contains("It is a question.", "Allow it? ");
    }

    @Test
    void ctrlCAtAQuestionInterruptsTheRun() throws IOException {
        var interrupted = new AtomicInteger();
        try (var _ = input.interruption().onInterrupt(interrupted::incrementAndGet)) {
            typesAt("Allow it? ", CTRL_C);
            assertThatThrownBy(() -> input.keyboard().orElseThrow().ask("Allow it? "))
                    .isInstanceOf(InterruptedException.class);
        }
        assertThat(interrupted).hasValue(1);
    }

    @Test
    void ctrlDAtAQuestionIsNoAnswer() throws Exception {
        types(CTRL_D);
        assertThat(input.keyboard().orElseThrow().ask("Allow it? ")).isNull();
    }
}
