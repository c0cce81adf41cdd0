package dev.qwenagent.tools.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.tools.ToolTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoteToolsTest {

    @TempDir
    Path folder;
    private Path file;
    private NoteTools notes;

    @BeforeEach
    void notes() {
        file = folder.resolve("deep/notes.txt");
        notes = new NoteTools(file);
    }

    @Test
    void addsOneLineForEachNote() throws IOException {
        assertThat(notes.add("buy bread")).isEqualTo("saved as note 1");
        assertThat(notes.add(" two \n lines ")).isEqualTo("saved as note 2");

        assertThat(file).hasContent("buy bread\ntwo lines\n");
    }

    @Test
    void aFileWrittenByHandIsContinued() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "first\n\nsecond");

        assertThat(notes.add("third")).isEqualTo("saved as note 3");
        assertThat(file).hasContent("first\n\nsecond\nthird\n");
    }

    @Test
    void findsNotesWithAllWordsInWhateverCase() throws IOException {
        notes.add("Call the dentist on Monday");
        notes.add("Call Ana");
        notes.add("dentist: pay the call-out");

        assertThat(notes.search("DENTIST call")).isEqualTo("Call the dentist on Monday; dentist: pay the call-out");
        assertThat(notes.search("ana")).isEqualTo("Call Ana");
        assertThat(notes.search("plumber")).isEqualTo("no notes found");
    }

    @Test
    void thereAreNoNotesWithoutAFile() throws IOException {
        assertThat(notes.search("")).isEqualTo("no notes found");
        assertThat(file).doesNotExist();
    }

    @Test
    void aLongResultIsCut() throws IOException {
        for (int i = 0; i < 23; i++) {
            notes.add("same " + i);
        }

        assertThat(notes.search("same")).endsWith("; same 19; … and 3 more");
    }

    @Test
    void emptyAndEndlessNotesAreRefused() {
        assertThatThrownBy(() -> notes.add(" \n ")).hasMessage("the note is empty");
        assertThatThrownBy(() -> notes.add("x".repeat(4_001))).hasMessage("the note is longer than 4000 characters");
    }

    @Test
    void notesAddedTogetherAreAllKept() throws Exception {
        NoteTools others = new NoteTools(file);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.invokeAll(IntStream.range(0, 50)
                    .<Callable<String>>mapToObj(i -> () -> (i % 2 == 0 ? notes : others).add("note " + i))
                    .toList());
        }

        assertThat(Files.readAllLines(file)).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void needTheScopesOfNotes() {
        ToolTrial tools = ToolTrial.of(notes);

        assertThat(tools.scopes("add_note", "{\"text\": \"x\"}")).containsExactly("notes.add");
        assertThat(tools.scopes("search_notes", "{\"query\": \"x\"}")).containsExactly("notes.search");
    }
}
