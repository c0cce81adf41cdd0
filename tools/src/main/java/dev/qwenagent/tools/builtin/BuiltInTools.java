package dev.qwenagent.tools.builtin;

import dev.qwenagent.tools.ToolRegistry;
import java.nio.file.Path;
import java.time.Clock;

/** Ready-made sets of the built-in tools. */
public final class BuiltInTools {

    private BuiltInTools() {}

    /**
     * The eight tools of an everyday assistant: arithmetic, units, the time, files and notes.
     *
     * @param workspace the folder that the file tools see
     * @param notes the file of the notes, one a line; made with the first note
     * @param clock tells the time
     */
    public static ToolRegistry assistant(Workspace workspace, Path notes, Clock clock) {
        return ToolRegistry.builder()
                .add(new CalculatorTools(), new UnitTools(), new ClockTools(clock), new FileTools(workspace),
                        new NoteTools(notes))
                .include("calculator", "convert_units", "current_time", "list_files", "read_file", "write_file",
                        "search_notes", "add_note")
                .build();
    }

    /** The three file tools: list, read and write. */
    public static ToolRegistry files(Workspace workspace) {
        return ToolRegistry.of(new FileTools(workspace));
    }
}
