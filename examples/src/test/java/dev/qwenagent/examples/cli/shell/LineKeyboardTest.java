package dev.qwenagent.examples.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LineKeyboardTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void lineEnteredBeforeTheQuestionIsNoAnswerToIt() throws Exception {
        try (var typing = new PipedOutputStream(); var terminal = new PipedInputStream(typing)) {
            typing.write(bytes("y\ny\n"));
            OutputStream screen = new ByteArrayOutputStream() {
                @Override
                public void flush() {
                    answerOnce();
                }

                private void answerOnce() {
                    try {
                        typing.write(bytes("n\n"));
                        typing.flush();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            };
            assertThat(LineKeyboard.of(terminal, screen).ask("Allow it? ")).isEqualTo("n");
        }
    }

    @Test
    void endOfInputIsNoAnswer() throws Exception {
        assertThat(LineKeyboard.of(new ByteArrayInputStream(bytes("")), new ByteArrayOutputStream()).ask("?")).isNull();
    }
}
