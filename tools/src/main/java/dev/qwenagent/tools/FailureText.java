package dev.qwenagent.tools;

import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/** An exception in one line for the model: its message, or its kind in words if it has none. Never a stack trace. */
final class FailureText {

    private static final int LONGEST = 500;

    private FailureText() {}

    static String of(Throwable thrown) {
        if (thrown instanceof UncheckedIOException unchecked) {
            return of(unchecked.getCause());
        }
        String message = thrown.getMessage() == null ? "" : thrown.getMessage().replaceAll("\\s+", " ").strip();
        if (message.isEmpty()) {
            return kind(thrown);
        }
        // A file system exception says no more than the file's name.
        String text = thrown instanceof FileSystemException ? kind(thrown) + ": " + message : message;
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }

    private static String kind(Throwable thrown) {
        String name = thrown.getClass().getSimpleName();
        String words = name.replaceFirst("Exception$", "")
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
        return words.isBlank() ? "the tool failed" : words;
    }
}
