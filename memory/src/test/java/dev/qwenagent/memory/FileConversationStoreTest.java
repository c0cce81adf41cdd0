package dev.qwenagent.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.api.AgentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileConversationStoreTest {

    private static final List<ChatMessage> HELLO = List.of(UserMessage.from("hello"));

    @TempDir
    private Path home;

    private Path folder() {
        return home.resolve("deep/conversations");
    }

    private FileConversationStore store() {
        return new FileConversationStore(folder());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<ChatMessage> everything() {
        var call = ToolExecutionRequest.builder().id("call_1").name("read_file").arguments("{\"path\":\"ä\"}").build();
        return List.of(
                SystemMessage.from("Be brief.\n\"Quoted\" \\ 漢字 😀"),
                UserMessage.builder()
                        .name("ann")
                        .contents(List.of(TextContent.from("look"),
                                ImageContent.from("aGk=", "image/png"), ImageContent.from("https://a.org/b.png")))
                        .attributes(Map.of("source", "mail"))
                        .build(),
                AiMessage.builder()
                        .thinking("First the file.")
                        .text("I look.")
                        .toolExecutionRequests(List.of(call))
                        .attributes(Map.of("signature", "s1", "turn", 3))
                        .build(),
                ToolExecutionResultMessage.builder()
                        .id("call_1")
                        .toolName("read_file")
                        .text("no such file")
                        .isError(true)
                        .attributes(Map.of("label", "CONFIDENTIAL"))
                        .build(),
                ToolExecutionResultMessage.builder()
                        .id("call_2")
                        .toolName("draw")
                        .contents(List.of(
                                TextContent.from("here"), ImageContent.from("aGk=", "image/png")))
                        .build(),
                AiMessage.from("There is none."));
    }

    @Test
    void givesBackEveryPartOfEveryMessage() {
        store().updateMessages("c1", everything());
        List<ChatMessage> read = store().getMessages("c1");
        assertThat(read).isEqualTo(everything());
        var reply = (AiMessage) read.get(2);
        assertThat(reply.thinking()).isEqualTo("First the file.");
        assertThat(reply.attributes()).isEqualTo(Map.of("signature", "s1", "turn", 3));
        var result = (ToolExecutionResultMessage) read.get(3);
        assertThat(result.isError()).isTrue();
        assertThat(result.attributes()).isEqualTo(Map.of("label", "CONFIDENTIAL"));
    }

    @Test
    void unknownConversationIsEmptyAndMakesNoFolder() {
        assertThat(store().getMessages("c1")).isEmpty();
        assertThat(folder()).doesNotExist();
    }

    @Test
    void replacesTheWholeFileAndLeavesNothingBeside() throws IOException {
        store().updateMessages("c1", everything());
        store().updateMessages("c1", HELLO);
        store().updateMessages("c2", List.of());
        assertThat(store().getMessages("c1")).isEqualTo(HELLO);
        assertThat(store().getMessages("c2")).isEmpty();
        assertThat(files()).containsExactly("c1.json", "c2.json");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "an open file cannot be replaced there")
    void readerOfTheOldFileIsNotDisturbedByAReplacement() throws IOException {
        store().updateMessages("c1", HELLO);
        try (var reader = Files.newBufferedReader(folder().resolve("c1.json"))) {
            store().updateMessages("c1", everything());
            assertThat(reader.readLine()).contains("hello");
        }
    }

    @Test
    void failedReplacementLeavesNothingBeside() throws IOException {
        Files.createDirectories(folder().resolve("c1.json/occupied"));
        assertThatThrownBy(() -> store().updateMessages("c1", HELLO)).isInstanceOf(AgentException.class)
                .hasMessageContaining("c1.json cannot be written");
        assertThat(files()).containsExactly("c1.json");
    }

    @Test
    void deletedConversationIsEmpty() {
        store().updateMessages("c1", HELLO);
        store().deleteMessages("c1");
        store().deleteMessages("never-was");
        assertThat(store().getMessages("c1")).isEmpty();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs a file system with POSIX permissions")
    void onlyTheOwnerMayRead() throws IOException {
        store().updateMessages("c1", HELLO);
        store().updateMessages("c1", everything());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder()))).isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().resolve("c1.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void halfASurrogatePairDoesNotStopTheConversation() {
        store().updateMessages("c1", List.of(UserMessage.from("cut \uD83D")));
        assertThat(store().getMessages("c1")).containsExactly(UserMessage.from("cut ?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../up", "a/b", "a\\b", "/etc/passwd", "-x", ".hidden", "a b", "a\n", "é",
        "a\u0000"})
    void idThatCannotNameAFileIsRefusedEverywhere(String id) {
        assertThatThrownBy(() -> store().getMessages(id)).isInstanceOf(AgentException.class)
                .hasMessageContaining("found '" + id + "'");
        assertThatThrownBy(() -> store().updateMessages(id, HELLO)).isInstanceOf(AgentException.class);
        assertThatThrownBy(() -> store().deleteMessages(id)).isInstanceOf(AgentException.class);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void idHasUpToAHundredCharacters() {
        store().updateMessages("a".repeat(100), HELLO);
        assertThat(store().getMessages("a".repeat(100))).isEqualTo(HELLO);
        assertThatThrownBy(() -> store().getMessages("a".repeat(101))).isInstanceOf(AgentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "[null]", "[{}]", "[{\"type\":\"NOBODY\"}]", "hello",
        "[{\"contents\":[{\"text\":\"hel"})
    void corruptFileIsNamedInOneLineAndLeftAlone(String json) throws IOException {
        Files.createDirectories(folder());
        Path file = Files.writeString(folder().resolve("c1.json"), json);
        assertThatThrownBy(() -> store().getMessages("c1")).isInstanceOf(AgentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("move it away")
                .message()
                .doesNotContain("\n");
        assertThat(file).hasContent(json);
    }

    @Test
    void fileThatIsNotUtf8IsNamed() throws IOException {
        Files.createDirectories(folder());
        Files.write(folder().resolve("c1.json"), new byte[]{'[', (byte) 0xFF, ']'});
        assertThatThrownBy(() -> store().getMessages("c1")).isInstanceOf(AgentException.class)
                .hasMessageContaining("it is not UTF-8");
    }

    @Test
    void unreadableFileIsNoReasonToStartAnew() throws IOException {
        Files.createDirectories(folder().resolve("c1.json"));
        assertThatThrownBy(() -> store().getMessages("c1")).isInstanceOf(AgentException.class)
                .hasMessageContaining("c1.json cannot be read")
                .message()
                .doesNotContain("move it away");
    }

    @Test
    void interruptedThreadKeepsTheConversationAndItsInterrupt() {
        Thread.currentThread().interrupt();
        store().updateMessages("c", HELLO);
        List<ChatMessage> kept = store().getMessages("c");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(kept).isEqualTo(HELLO);
    }
}
