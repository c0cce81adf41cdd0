package dev.qwenagent.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qwenagent.runtime.models.AgentModel;
import dev.qwenagent.runtime.models.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that the demo model answers rightly, with the real tools: what is called, what comes of it, what is answered. */
class DemoRunTest {

    private static AgentModel demo;

    @TempDir
    private Path temporary;

    private CommandTrial trial;

    @BeforeAll
    static void open() {
        demo = Models.open("demo");
    }

    @AfterAll
    static void close() {
        demo.resource().close();
    }

    @BeforeEach
    void begin() throws IOException {
        AgentModel kept = new AgentModel(demo.chat(), demo.profile(), demo.style(), demo.tokens(), demo.contextTokens(),
                AgentModel.Resource.NONE);
        trial = new CommandTrial(temporary).models(_ -> kept)
                .file("README.md", "This is the project")
                .file("docs/a.txt", "buy milk")
                .file("notes/plan.md", "meet Ana at 5");
        Files.createDirectories(trial.folders().data());
        Files.writeString(trial.folders().notes(), "call the dentist on Monday\n");
    }

    private static Arguments run(String request, String answer, String... calls) {
        return Arguments.of(request, answer, List.of(calls));
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                run("What is 12.5% of 480?", "The result is 60.", "calculator(480 * 12.5 / 100) -> 60"),
                run("What is 12.5% of 480 and what time is it in Tokyo?",
                        "The result is 60. The time in Tokyo is 2026-11-23 06:09.",
                        "calculator(480 * 12.5 / 100) -> 60", "current_time(Asia/Tokyo) -> 2026-11-23 06:09"),
                run("What time is it in Tokyo?", "The time in Tokyo is 2026-11-23 06:09.",
                        "current_time(Asia/Tokyo) -> 2026-11-23 06:09"),
                run("What is 17 * 23?", "The result is 391.", "calculator(17 * 23) -> 391"),
                run("Calculate 12 * (3 + 4)", "The result is 84.", "calculator(12 * (3 + 4)) -> 84"),
                run("How much is 15 percent of 260?", "The result is 39.", "calculator(260 * 15 / 100) -> 39"),
                run("What is the square root of 144?", "sqrt(144) = 12", "calculator(sqrt(144)) -> 12"),
                run("What is 2 to the power of 10?", "The result is 1024.", "calculator(2 ^ 10) -> 1024"),
                run("Convert 12.5 km to miles", "12.5 km = 7.767 miles.",
                        "convert_units(12.5, km, miles) -> 7.767 miles"),
                run("How many minutes are 3 hours?", "3 hours = 180 minutes.",
                        "convert_units(3, hours, minutes) -> 180 minutes"),
                run("Convert 70 kg to pounds", "70 kg = 154.3 pounds.",
                        "convert_units(70, kg, pounds) -> 154.3 pounds"),
                run("What time is it in New York?", "The time in New York is 2026-11-22 16:09.",
                        "current_time(America/New_York) -> 2026-11-22 16:09"),
                run("What time is it in Europe/Oslo?", "The time in Europe/Oslo is 2026-11-22 22:09.",
                        "current_time(Europe/Oslo) -> 2026-11-22 22:09"),
                run("List the files here", "Files in .: README.md, docs/a.txt, notes/plan.md",
                        "list_files(.) -> README.md, docs/a.txt, notes/plan.md"),
                run("Read README.md", "The file README.md says: This is the project",
                        "read_file(README.md) -> This is the project"),
                run("Read notes/plan.md and save it as a note", "Done. I noted: meet Ana at 5",
                        "read_file(notes/plan.md) -> meet Ana at 5", "add_note(meet Ana at 5) -> saved as note 2"),
                run("Write 'hello world' to out/hello.txt", "I wrote the text to out/hello.txt.",
                        "write_file(out/hello.txt, hello world) -> wrote 11 bytes"),
                run("Calculate 417 * 23 and write the result to out/total.txt",
                        "Done. I wrote 9591 to out/total.txt.",
                        "calculator(417 * 23) -> 9591", "write_file(out/total.txt, 9591) -> wrote 4 bytes"),
                run("What is 99 + 1 and save it as a note", "Done. I noted: 100",
                        "calculator(99 + 1) -> 100", "add_note(100) -> saved as note 2"),
                run("Search my notes for dentist", "I found: call the dentist on Monday",
                        "search_notes(dentist) -> call the dentist on Monday"),
                run("Add a note: buy bread", "I saved the note (saved as note 2).",
                        "add_note(buy bread) -> saved as note 2"),
                run("Remember: pay Omar", "I saved the note (saved as note 2).",
                        "add_note(pay Omar) -> saved as note 2"),
                run("Hello!", "Hello! How can I help you?"),
                run("Thank you", "You are welcome!"),
                run("What is the weather in Oslo?", NO_TOOL),
                run("Send Ana the message hello", NO_TOOL),
                run("Book a hotel in Paris", NO_TOOL),
                run("12 * 3 を計算して", "答えは 36 です。", "calculator(12 * 3) -> 36"),
                run("東京は今何時ですか", "東京 の時刻は 2026-11-23 06:09 です。",
                        "current_time(Asia/Tokyo) -> 2026-11-23 06:09"));
    }

    private static final String NO_TOOL = "Sorry, I have no tool for that. My tools: calculator, convert_units,"
            + " current_time, list_files, read_file, write_file, search_notes, add_note.";

    @ParameterizedTest
    @MethodSource("requests")
    void requestIsAnsweredFromWhatTheToolsReallyReturned(String request, String answer, List<String> calls) {
        int exit = trial.execute("run", "--json", "--allow", "file.write:out/**", request);
        assertThat(exit).isZero();
        assertThat(calls()).isEqualTo(calls);
        assertThat(answers()).containsExactly(answer);
        assertThat(trial.events("thought")).isNotEmpty();
    }

    @Test
    void writtenFileAndNoteAreThere() {
        trial.execute("run", "--allow", "file.write:out/**", "Write 'hello world' to out/hello.txt");
        trial.execute("run", "Add a note: buy bread");
        assertThat(trial.working().resolve("out/hello.txt")).hasContent("hello world");
        assertThat(trial.folders().notes()).hasContent("call the dentist on Monday\nbuy bread");
    }

    @Test
    void denialIsReadAndToldHonestly() {
        assertThat(trial.execute("run", "--json", "--deny", "calc.*", "What is 17 * 23?")).isZero();
        assertThat(calls()).containsExactly("calculator(17 * 23) -> Denied: calculator is not allowed");
        assertThat(answers()).containsExactly("Sorry, I am not allowed to do that: calculator is not allowed.");
    }

    @Test
    void denialOfAFileIsReadAndToldHonestly() {
        assertThat(trial.execute("run", "--json", "--deny", "file.read", "Read README.md")).isZero();
        assertThat(calls()).containsExactly("read_file(README.md) -> Denied: read_file is not allowed");
        assertThat(answers()).containsExactly("Sorry, I am not allowed to do that: read_file is not allowed.");
    }

    @Test
    void withoutThinkingItStillCalls() {
        assertThat(trial.execute("run", "--json", "--thinking", "off", "What is 17 * 23?")).isZero();
        assertThat(trial.events("thought")).isEmpty();
        assertThat(calls()).containsExactly("calculator(17 * 23) -> 391");
        assertThat(answers()).containsExactly("The result is 391.");
    }

    @Test
    void toolOfOnesOwnIsCalled() {
        assertThat(trial.execute("run", "--json", "--agent", "custom-tool",
                "Book the room with name blue and hours 2")).isZero();
        assertThat(calls()).containsExactly("book_room(blue, 2) -> booked blue for 2 hours");
        assertThat(answers().getFirst()).contains("booked blue for 2 hours");
    }

    private List<String> answers() {
        return trial.events("answered").stream().map(event -> event.path("text").asText()).toList();
    }

    /** The calls with their arguments' values and their results. */
    private List<String> calls() {
        List<JsonNode> requested = trial.events("tool_requested");
        List<JsonNode> finished = trial.events("tool_finished");
        List<String> calls = new ArrayList<>();
        for (int i = 0; i < requested.size(); i++) {
            List<String> values = new ArrayList<>();
            requested.get(i).path("arguments").forEach(value -> values.add(value.asText()));
            calls.add(requested.get(i).path("tool").asText() + "(" + String.join(", ", values) + ") -> "
                    + finished.get(i).path("text").asText());
        }
        return calls;
    }
}
