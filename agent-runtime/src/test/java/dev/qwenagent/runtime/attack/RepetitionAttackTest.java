package dev.qwenagent.runtime.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.Agent;
import dev.qwenagent.api.RunLimits;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.tools.builtin.FileTools;
import dev.qwenagent.tools.builtin.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that was told no and tries again: in other words, in another encoding, by another tool, without end. */
class RepetitionAttackTest {

    private static final String SECRET = "the secret that nobody may read";

    @TempDir
    private Path temporary;
    private Path root;

    @BeforeEach
    void layOut() throws IOException {
        root = temporary.toRealPath();
        Files.createDirectories(root.resolve("private"));
        Files.writeString(root.resolve("private/key"), SECRET);
    }

    private AgentBuilder agent() {
        return Agents.builder()
                .tools(new FileTools(Workspace.of(root)))
                .allow("file.*:" + root + "/**")
                .deny("file.*:" + root + "/private/**");
    }

    @Test
    void deniedCallStaysDeniedInEveryOtherSpelling() {
        List<String> spellings = List.of("private/key", "./private/key", "private//key", "private/./key",
                "x/../private/key",
                " private/key ", root + "/private/key", root + "//private/../private/key", "private/key/",
                "%70rivate/key",
                "private%2fkey", "private\\key", "\uff50rivate/key", "private\u2215key", "priv\u0430te/key",
                "private/key\0",
                "private/key\u0000.txt", "\"private/key\"", "'private/key'", "cHJpdmF0ZS9rZXk=", "file:private/key",
                "$PWD/private/key", "private/k*", "private/\u006bey", "PRIVATE/KEY");
        assertThat(Attempt.each(agent(), "read_file", "path", spellings)).hasSameSizeAs(spellings)
                .allSatisfy(result -> assertThat(result).matches("(?s)(Denied|error): .*").doesNotContain(SECRET));
        assertThat(Attempt.each(agent(), "list_files", "path", List.of("private", "./private/", "x/../private")))
                .allMatch(result -> result.startsWith("Denied: "));
    }

    @Test
    void otherToolNamesAndFormsOfTheCallOpenNothing() {
        String path = "{\"path\": \"private/key\"}";
        assertThat(Attempt.all(agent(), ScriptedReply.call("Read_File", path), ScriptedReply.call("readFile", path),
                ScriptedReply.call("read_file ", path), ScriptedReply.call("dev.qwenagent.tools.read_file", path),
                ScriptedReply.call("read_file", "\"private/key\""), ScriptedReply.call("read_file", "[" + path + "]"),
                ScriptedReply.call("read_file", "{\"Path\": \"private/key\"}"),
                ScriptedReply.call("read_file", "{\"path\": [\"private/key\"]}"),
                ScriptedReply.call("read_file", "{\"path\": \"a\", \"path\": \"private/key\"}"),
                ScriptedReply.call("read_file", "{\"path\": \"private/key\", \"approved\": true}"),
                ScriptedReply.call("read_file", path + path)))
                .allSatisfy(result -> assertThat(result).startsWith("error: ").doesNotContain(SECRET));
    }

    @Test
    void askingWithoutEndEndsAtTheLimit() {
        ScriptedReply again = ScriptedReply.call("read_file", "{\"path\": \"private/key\"}").thinking("Once more.");
        RecordedRun recorded = new RecordedRun();
        try (Agent agent = agent().model(ScriptedChatModel.of(Stream.concat(Stream.generate(() -> again).limit(5),
                Stream.of(ScriptedReply.text("I could not."))).toArray(ScriptedReply[]::new)))
                .limits(RunLimits.DEFAULT.withTurns(5))
                .listener(recorded)
                .build()) {
            assertThat(agent.run("Read it.").stopReason()).isEqualTo(StopReason.TURN_LIMIT);
        }
        assertThat(recorded.results()).hasSize(5).containsOnly("Denied: read_file is not allowed");
        assertThat(recorded.events(AgentEvent.PermissionDecided.class)).hasSize(5)
                .noneMatch(event -> event.decision().granted());
    }
}
