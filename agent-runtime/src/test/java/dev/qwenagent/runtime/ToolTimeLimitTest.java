package dev.qwenagent.runtime;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.testing.InMemoryRunJournal;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ToolContext;
import dev.qwenagent.runtime.loop.RunSurroundings;
import dev.qwenagent.tools.Idempotent;
import dev.qwenagent.tools.RequiresScope;
import dev.qwenagent.tools.TimeLimit;
import dev.qwenagent.tools.builtin.Workspace;
import dev.qwenagent.tools.process.ProcessTools;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ToolTimeLimitTest {

    private final Slow slow = new Slow();
    private final RecordedRun recorded = new RecordedRun();
    private final InMemoryRunJournal journal = new InMemoryRunJournal();

    /** Takes its time. */
    @RequiresScope("slow.work")
    public static final class Slow {

        private final CountDownLatch interrupted = new CountDownLatch(1);
        private final CountDownLatch cancelled = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);
        private final CountDownLatch returned = new CountDownLatch(1);

        @Tool("Pays a bill")
        @TimeLimit(value = 50, unit = ChronoUnit.MILLIS)
        public String pay(ToolContext context) throws InterruptedException {
            context.cancellation().onCancel(cancelled::countDown);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return "paid";
        }

        @Tool("Looks something up")
        @Idempotent
        @TimeLimit(value = 50, unit = ChronoUnit.MILLIS)
        public String look_up() throws InterruptedException {
            new CountDownLatch(1).await();
            return "found";
        }

        @Tool("Heeds nothing")
        @TimeLimit(value = 50, unit = ChronoUnit.MILLIS)
        public String deaf() {
            while (release.getCount() > 0) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    // Deaf.
                }
            }
            returned.countDown();
            return "too late";
        }

        @Tool("Has no limit of its own")
        public String unlimited() throws InterruptedException {
            new CountDownLatch(1).await();
            return "never";
        }

        @Tool("Asks on the way")
        @TimeLimit(1)
        public String ask(ToolContext context) {
            context.cancellation().onCancel(cancelled::countDown);
            context.authorize(Scope.of("more.work"));
            return context.cancellation().isCancelled() ? "too late" : "in time";
        }
    }

    private AgentBuilder agent(ScriptedReply... replies) {
        return Agents.builder()
                .model(ScriptedChatModel.of(replies))
                .tools(slow)
                .allow("slow.*")
                .listener(recorded)
                .journal(journal);
    }

    private AgentResult run(AgentBuilder builder) {
        try (Agent agent = builder.build()) {
            return agent.run("Work.");
        }
    }

    @Test
    void callThatTakesTooLongIsEndedAndTheRunGoesOn() throws Exception {
        AgentResult result = run(agent(call("pay", "{}"), text("It took too long.")));
        assertThat(result.stopReason()).isEqualTo(StopReason.ANSWERED);
        assertThat(recorded.results()).containsExactly("error: the call was ended after its time limit of 50 ms; it may"
                + " have taken effect all the same, so find out before calling it again");
        assertThat(slow.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(slow.cancelled.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void modelIsNotWarnedOfEffectsThatAnIdempotentToolCannotHaveTwice() {
        run(agent(call("look_up", "{}"), text("It took too long.")));
        assertThat(recorded.results()).containsExactly(
                "error: the call was ended after its time limit of 50 ms; ask for less, or go on without it");
    }

    @Test
    void toolThatHeedsNothingIsLeftBehindAndWritesNoOutcomeLater() throws Exception {
        AgentResult result = run(agent(call("deaf", "{}"), text("Gone on.")));
        slow.release.countDown();
        assertThat(slow.returned.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(result.text()).isEqualTo("Gone on.");
        assertThat(journal.read(result.runId())).filteredOn(JournalEntry.CallEnded.class::isInstance)
                .singleElement()
                .satisfies(ended -> assertThat(((JournalEntry.CallEnded) ended).outcome().textForModel())
                        .contains("time limit"));
        assertThat(journal.read(result.runId()).getLast()).isInstanceOf(JournalEntry.RunEnded.class);
    }

    @Test
    void limitOfTheBuilderHoldsForToolsThatHaveNone() {
        run(agent(call("unlimited", "{}"), text("Gone on.")).toolTime(Duration.ofMillis(50)));
        assertThat(recorded.results()).singleElement().asString().contains("time limit of 50 ms");
        assertThatThrownBy(() -> Agents.builder().toolTime(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void otherCallsOfTheTurnKeepTheirTime() {
        run(agent(call("look_up", "{}").andCall("ask", "{}"), text("Done.")).allow("more.*"));
        assertThat(recorded.results().get(0)).contains("time limit");
        assertThat(recorded.results().get(1)).isEqualTo("in time");
    }

    @Test
    void timeStandsStillWhileAPersonIsAsked() {
        // No time passes but in the wait for the person, which is longer than the limit.
        var world = new RunSurroundings.World(InstantSource.system(), () -> 0, new Random(1));
        run(agent(call("ask", "{}"), text("Done.")).ask("more.*").world(world).approver(request -> {
            assertThat(slow.cancelled.await(1300, TimeUnit.MILLISECONDS)).isFalse();
            return request.once();
        }));
        assertThat(recorded.results()).containsExactly("in time");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "sleep is a program of POSIX systems")
    void childProcessOfACallThatTakesTooLongIsEnded(@TempDir Path folder) throws Exception {
        String marker = "3" + folder.getFileName().toString().replaceAll("\\D", "");
        String seconds = marker.substring(0, Math.min(9, marker.length()));
        var processes = new ProcessTools(Workspace.of(folder));
        var model = ScriptedChatModel.of(call("run_command", "{\"command\": \"sleep " + seconds + "\"}"),
                text("Ended."));
        try (Agent agent = Agents.builder()
                .model(model)
                .tools(processes)
                .allow("process.run:**")
                .toolTime(Duration.ofMillis(300))
                .listener(recorded)
                .build()) {
            agent.run("Sleep.");
        }
        assertThat(recorded.results()).singleElement().asString().contains("time limit of 300 ms");
        List<ProcessHandle> killed = ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").endsWith("sleep " + seconds))
                .toList();
        for (ProcessHandle process : killed) {
            // Killed is not yet gone; left alone it would sleep for years.
            process.onExit().get(20, TimeUnit.SECONDS);
        }
    }
}
