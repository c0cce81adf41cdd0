package dev.qwenagent.runtime.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.Agent;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.tools.builtin.Workspace;
import dev.qwenagent.tools.process.CommandLimits;
import dev.qwenagent.tools.process.ProcessTools;
import dev.qwenagent.tools.process.ProgramPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands that want to become other commands, with real programs. The rules name what may run; the person says yes to whatever
 * labels raise to a question, so that rules alone stand in the way.
 */
@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are those of Unix")
class CommandAttackTest {

    @TempDir
    private Path temporary;
    private Path root;

    @BeforeEach
    void layOut() throws IOException {
        root = temporary.toRealPath();
    }

    private AgentBuilder agent(String... allowed) {
        return agent(CommandLimits.DEFAULT, allowed);
    }

    private AgentBuilder agent(CommandLimits limits, String... allowed) {
        ProgramPath programs = ProgramPath.of(".:" + System.getenv("PATH"));
        return Agents.builder()
                .tools(new ProcessTools(Workspace.of(root), limits, programs))
                .allow(allowed)
                .approver(ApprovalRequest::once);
    }

    private String run(AgentBuilder agent, String command) {
        return Attempt.of(agent, "run_command", "{\"command\": " + Attempt.quoted(command) + "}");
    }

    private void script(String name, String text) throws IOException {
        Files.writeString(root.resolve(name), text);
        Files.setPosixFilePermissions(root.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void whatIsAllowedRuns() {
        assertThat(run(agent("process.run:echo *"), "echo hello \"a  b\"")).isEqualTo("exit code 0\nhello a  b\n");
    }

    @Test
    void shellSignsAreLettersOfAWord() {
        List<String> commands = List.of("echo hi; touch pwned", "echo $(touch pwned)", "echo `touch pwned`",
                "echo hi && touch pwned", "echo hi | touch pwned", "echo hi > pwned", "echo hi >pwned",
                "echo hi\ntouch pwned",
                "echo hi\rtouch pwned", "echo 'a' ; touch pwned", "echo \"\"; touch pwned",
                "echo ${IFS}touch${IFS}pwned",
                "echo hi\\\ntouch pwned", "echo \"$(touch pwned)\"", "echo hi|touch pwned", "echo hi&touch pwned",
                "echo hi \"&&\" touch pwned", "echo *");
        assertThat(Attempt.each(agent("process.run:echo *"), "run_command", "command", commands))
                .allMatch(
                        result -> result.startsWith("exit code 0\n") || result.contains("there is no shell"));
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void otherProgramsAreDeniedHoweverTheyAreNamed() throws IOException {
        script("echo", "#!/bin/sh\ntouch pwned\n");
        List<String> commands = List.of("touch pwned", "sh -c \"touch pwned\"", "env touch pwned", "./echo hi",
                root + "/echo hi", "\"./echo\" hi", "\"echo hi\" x", "ECHO hi", "/bin/sh -c \"touch pwned\"",
                "../" + root.getFileName() + "/echo hi", "\"echo \" hi", "setsid touch pwned", "busybox touch pwned");
        assertThat(Attempt.each(agent("process.run:echo *"), "run_command", "command", commands))
                .allMatch(result -> result.startsWith("Denied: ") || result.startsWith("error: "));
        assertThat(root.resolve("pwned")).doesNotExist();
    }

    @Test
    void programOfThatNameInTheWorkingFolderIsNotTheOneThatRuns() throws IOException {
        script("echo", "#!/bin/sh\ntouch pwned\n");
        assertThat(run(agent("process.run:echo *"), "echo hi")).isEqualTo("exit code 0\nhi\n");
        assertThat(root.resolve("pwned")).doesNotExist();
    }

    @Test
    void wordsThatARuleDoesNotNameAreNotSlippedIn() {
        AgentBuilder agent = agent("process.run:echo -n *").deny("process.run:** --force **");
        assertThat(run(agent, "echo -n a")).isEqualTo("exit code 0\na");
        assertThat(run(agent, "echo \"-n a\"")).startsWith("Denied: ");
        assertThat(run(agent, "echo -e -n a")).startsWith("Denied: ");
        assertThat(run(agent, "echo -n a --force b")).startsWith("Denied: ");
    }

    @Test
    void whatIsNoCommandIsAMessage() {
        assertThat(Attempt.each(agent("process.run"), "run_command", "command",
                List.of("", "   ", "\"\"", "echo \"a", "echo a\0b", "nosuchprogram a", ".", "..", "/", "/tmp",
                        "echo " + "a ".repeat(1_000_000))))
                .allMatch(result -> result.startsWith("error: "));
    }

    @Test
    void environmentHoldsNoSecrets() {
        assertThat(run(agent("process.run:env"), "env").lines().skip(1).map(line -> line.split("=")[0]))
                .isNotEmpty()
                .isSubsetOf("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR", "PWD", "_", "SHLVL",
                        "OLDPWD");
    }

    @Test
    void timeOutEndsTheProgramWithAllThatItStarted() {
        CommandLimits short_ = new CommandLimits(Duration.ofMillis(700), 1_000);
        assertThat(run(agent(short_, "process.run"), "sh -c \"sleep 4711 & sleep 4712\""))
                .startsWith("ended after ");
        awaitEndOf("sleep 471[12]");
    }

    @Test
    void whatAProgramLeavesBehindEndsWithIt() {
        assertThat(run(agent("process.run"), "sh -c \"sleep 4713 & echo started\"")).contains("exit code 0");
        awaitEndOf("sleep 4713");
    }

    @Test
    void floodOfOutputIsCut() {
        CommandLimits small = new CommandLimits(Duration.ofSeconds(20), 1_000);
        assertThat(run(agent(small, "process.run"), "yes flood")).contains("flood\nflood", "cut after 1000 bytes")
                .hasSizeLessThan(1_200);
    }

    @Test
    void cancelEndsTheProgramWithAllThatItStarted() throws Exception {
        var model = ScriptedChatModel.of(ScriptedReply.call("run_command",
                "{\"command\": \"sh -c \\\"sleep 4714 & sleep 4715\\\"\"}"));
        try (Agent agent = agent("process.run").model(model).build()) {
            var result = CompletableFuture.supplyAsync(() -> agent.run("Sleep."));
            while (running("sleep 471[45]").size() < 2) {
                Thread.onSpinWait();
            }
            agent.cancel();
            assertThat(result.get(20, TimeUnit.SECONDS).stopReason()).isEqualTo(StopReason.CANCELLED);
        }
        awaitEndOf("sleep 471[45]");
    }

    /** An ended process may be seen for a moment longer; the test's time-out is the limit. */
    private static void awaitEndOf(String regex) {
        while (!running(regex).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private static List<String> running(String regex) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.matches(".*\\b" + regex + ".*") && !line.contains("sh -c"))
                .toList();
    }
}
