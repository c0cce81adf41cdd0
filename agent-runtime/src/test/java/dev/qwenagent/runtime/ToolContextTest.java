package dev.qwenagent.runtime;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.RunCancelledException;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ToolContext;
import dev.qwenagent.runtime.journal.Journals;
import dev.qwenagent.runtime.journal.RunArchive;
import dev.qwenagent.tools.RequiresScope;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ToolContextTest {

    private final RecordedRun recorded = new RecordedRun();

    /** Keeps what it was given, and goes on when it should have stopped. */
    public static final class Stubborn {

        private final CompletableFuture<ToolContext> kept = new CompletableFuture<>();
        private final CountDownLatch release = new CountDownLatch(1);
        private final CompletableFuture<String> after = new CompletableFuture<>();

        @Tool("Keep")
        @RequiresScope("desk.keep")
        public String keep(ToolContext context) {
            kept.complete(context);
            return "kept";
        }

        @Tool("Pretend")
        @RequiresScope("desk.keep")
        public String pretend() {
            throw new RunCancelledException();
        }

        @Tool("Go on")
        @RequiresScope("desk.keep")
        public String go_on(ToolContext context) {
            kept.complete(context);
            while (true) {
                try {
                    release.await();
                    break;
                } catch (InterruptedException e) {
                    continue;
                }
            }
            try {
                context.authorize(Scope.of("desk.read:secret"));
                after.complete("read the secret");
            } catch (RunCancelledException e) {
                after.complete("stopped");
            }
            return "went on";
        }
    }

    private AgentBuilder agent(Stubborn tool, ScriptedChatModel model) {
        return Agents.builder().model(model).tools(tool).allow("desk.*").listener(recorded);
    }

    @Test
    void contextIsOfNoUseAfterTheCall() {
        var tool = new Stubborn();
        try (Agent agent = agent(tool, ScriptedChatModel.of(call("keep", "{}"), text("Ok."))).listener(event -> {
            if (event instanceof AgentEvent.ToolFinished) {
                tool.kept.join().progress("too late");
            }
        }).build()) {
            agent.run("Keep it.");
        }
        assertThat(recorded.events(AgentEvent.ToolProgress.class)).isEmpty();
        assertThatThrownBy(() -> tool.kept.join().authorize(Scope.of("desk.read:secret")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("keep");
    }

    @Test
    void abandonedToolIsAuthorizedForNothingMore(@TempDir Path folder) throws Exception {
        var tool = new Stubborn();
        StopReason reason;
        String runId;
        try (RunArchive journal = Journals.in(folder);
                Agent agent = agent(tool, ScriptedChatModel.of(call("go_on", "{}"))).journal(journal).build()) {
            var result = CompletableFuture.supplyAsync(() -> agent.run("Go on."));
            tool.kept.get(20, TimeUnit.SECONDS);
            agent.cancel();
            runId = result.get(20, TimeUnit.SECONDS).runId();
            reason = result.get().stopReason();
            tool.release.countDown();
            assertThat(tool.after.get(20, TimeUnit.SECONDS)).isEqualTo("stopped");
            assertThat(journal.read(runId).getLast()).isInstanceOf(JournalEntry.RunEnded.class);
        }
        assertThat(reason).isEqualTo(StopReason.CANCELLED);
    }

    @Test
    void toolThatSaysTheRunIsCancelledWhenItIsNotHasFailed() {
        var model = ScriptedChatModel.of(call("pretend", "{}"), text("It failed."));
        try (Agent agent = agent(new Stubborn(), model).build()) {
            assertThat(agent.run("Pretend.").stopReason()).isEqualTo(StopReason.ANSWERED);
        }
        assertThat(recorded.results()).singleElement().asString().startsWith("error: ");
    }

    /** Keeps the keys that it was called with. */
    public static final class Keys {

        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Tool("Pay")
        @RequiresScope("desk.pay")
        public String pay(ToolContext context) {
            seen.add(context.idempotencyKey());
            return "paid";
        }
    }

    @Test
    void everyCallHasAKeyOfItsOwn() {
        var keys = new Keys();
        var model = ScriptedChatModel.of(call("pay", "{}").andCall("pay", "{}"), call("pay", "{}"), text("Paid."));
        try (Agent agent = Agents.builder().model(model).tools(keys).allow("desk.pay").build()) {
            String run = agent.run("Pay.").runId();
            assertThat(keys.seen).containsExactlyInAnyOrder(run + "/1.1", run + "/1.2", run + "/2.1");
        }
    }
}
