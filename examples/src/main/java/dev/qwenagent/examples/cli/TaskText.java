package dev.qwenagent.examples.cli;

import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.cli.shell.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** What the user asks, with the files that go with it. */
final class TaskText {

    /** Bytes of a file or of standard input that are taken. */
    private static final int LIMIT = 1 << 20;

    private TaskText() {}

    /**
     * The task in words.
     *
     * @param words the command line's words, or {@code -} for standard input
     * @param files texts to be attached
     */
    static String of(Shell shell, List<String> words, List<Path> files) {
        String said = String.join(" ", words);
        StringBuilder text = new StringBuilder(said.equals("-") ? standardInput(shell) : said);
        for (Path file : files) {
            text.append("\n\n").append(file).append(":\n").append(attached(shell.folders().working(), file));
        }
        if (text.toString().isBlank()) {
            throw new UsageException("expected a task, found nothing to do");
        }
        return text.toString().strip();
    }

    private static String standardInput(Shell shell) {
        try {
            return text("standard input", shell.in());
        } catch (IOException e) {
            throw new UsageException("standard input cannot be read: " + e, e);
        }
    }

    private static String attached(Path folder, Path file) {
        String by = "--file " + file;
        try (InputStream in = Files.newInputStream(folder.resolve(file))) {
            return text(by, in);
        } catch (NoSuchFileException e) {
            throw new UsageException(by + ": there is no such file", e);
        } catch (IOException e) {
            throw new UsageException(by + ": the file cannot be read: " + e, e);
        }
    }

    private static String text(String by, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(LIMIT + 1);
        if (bytes.length > LIMIT) {
            throw new UsageException(by + ": expected at most " + LIMIT + " bytes, found more");
        }
        for (byte b : bytes) {
            if (b == 0) {
                throw noText(by);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw noText(by);
        }
    }

    private static UsageException noText(String by) {
        return new UsageException(
                by + ": expected text in UTF-8, found something else; images and other files cannot be"
                        + " attached");
    }
}
