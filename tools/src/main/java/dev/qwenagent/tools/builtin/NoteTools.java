package dev.qwenagent.tools.builtin;

import dev.langchain4j.agent.tool.Tool;
import dev.qwenagent.api.label.Label.Confidentiality;
import dev.qwenagent.tools.ClearedFor;
import dev.qwenagent.tools.Idempotent;
import dev.qwenagent.tools.RequiresScope;
import dev.qwenagent.tools.RunsAlone;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Notes in a plain text file, one a line. Scopes {@code notes.search} and {@code notes.add}. A note is appended in one
 * write, so that others may add to the same file; only the number told may then be behind.
 */
@ClearedFor(Confidentiality.CONFIDENTIAL)
public final class NoteTools {

    private static final int LONGEST_NOTE = 4_000;
    private static final int LARGEST_FILE = 4 << 20;
    private static final int SHOWN = 20;

    private final Path file;
    /** So that two calls at once do not get the same number. */
    private final ReentrantLock adding = new ReentrantLock();

    /**
     * Notes in a file.
     *
     * @param file UTF-8; made, with its folders, when the first note is added
     */
    public NoteTools(Path file) {
        this.file = file;
    }

    /** The notes that contain all words of the query, in whatever case, joined by semicolons. */
    @Tool(name = "search_notes", value = "Search the notes")
    @Idempotent
    @RequiresScope("notes.search")
    public String search(String query) throws IOException {
        String[] words = query.strip().toLowerCase(Locale.ROOT).split("\\s+");
        List<String> found = lines(read()).stream().filter(note -> containsAll(note, words)).toList();
        if (found.isEmpty()) {
            return "no notes found";
        }
        String text = String.join("; ", found.subList(0, Math.min(SHOWN, found.size())));
        return found.size() > SHOWN ? text + "; … and " + (found.size() - SHOWN) + " more" : text;
    }

    /** Adds a note as one line; line breaks in it become spaces. */
    @Tool(name = "add_note", value = "Add a note")
    @RunsAlone
    @RequiresScope("notes.add")
    public String add(String text) throws IOException {
        String note = text.strip().replaceAll("\\s*\\R\\s*", " ");
        if (note.isEmpty()) {
            throw new IllegalArgumentException("the note is empty");
        }
        if (note.length() > LONGEST_NOTE) {
            throw new IllegalArgumentException("the note is longer than " + LONGEST_NOTE + " characters");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        adding.lock();
        try {
            String before = read();
            String line = (before.isEmpty() || before.endsWith("\n") ? "" : "\n") + note + "\n";
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return "saved as note " + (lines(before).size() + 1);
        } finally {
            adding.unlock();
        }
    }

    private String read() throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        if (Files.size(file) > LARGEST_FILE) {
            throw new IOException(
                    "the notes have grown beyond " + LARGEST_FILE + " bytes; a person has to tidy them up");
        }
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private static boolean containsAll(String note, String[] words) {
        String folded = note.toLowerCase(Locale.ROOT);
        return Arrays.stream(words).allMatch(folded::contains);
    }
}
