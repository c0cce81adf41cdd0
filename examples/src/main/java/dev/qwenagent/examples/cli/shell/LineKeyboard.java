package dev.qwenagent.examples.cli.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a terminal line by line on a thread of its own, since a read of a terminal heeds no interruption: who waits for a
 * line can stop waiting. A line that was entered before a question is shown is no answer to it and is dropped.
 */
final class LineKeyboard implements Keyboard {

    /** Where lines come from. */
    @FunctionalInterface
    interface Lines {
        @Nullable
        String next() throws IOException;

        /** Drops the lines that have been entered and not been read; a source that cannot tell drops none. */
        default void drop() throws IOException {}
    }

    private final Lines lines;
    private final Consumer<String> screen;
    private final BlockingQueue<Optional<String>> typed = new LinkedBlockingQueue<>();
    private boolean reading;

    LineKeyboard(Lines lines, Consumer<String> screen) {
        this.lines = lines;
        this.screen = screen;
    }

    static LineKeyboard of(InputStream in, OutputStream out) {
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        var screen = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new LineKeyboard(new Lines() {
            @Override
            public @Nullable String next() throws IOException {
                return reader.readLine();
            }

            @Override
            public void drop() throws IOException {
                while (reader.ready() && reader.read() >= 0) {
                    // what was read is dropped
                }
            }
        }, text -> {
            screen.print(text);
            screen.flush();
        });
    }

    @Override
    public @Nullable String ask(String text) throws InterruptedException {
        synchronized (this) {
            typed.clear();
            if (!reading) {
                dropEarlier();
            }
            screen.accept(text);
            if (!reading) {
                reading = true;
                Thread.ofPlatform().daemon().name("qwen-agent keyboard").start(this::readLine);
            }
        }
        return typed.take().orElse(null);
    }

    private void dropEarlier() {
        try {
            lines.drop();
        } catch (IOException e) {
            typed.add(Optional.empty());
        }
    }

    private void readLine() {
        Optional<String> line;
        try {
            line = Optional.ofNullable(lines.next());
        } catch (IOException e) {
            line = Optional.empty();
        }
        synchronized (this) {
            reading = false;
            typed.add(line);
        }
    }
}
