package dev.qwenagent.runtime;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.event.AgentListener;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.api.journal.RunSummary;
import dev.qwenagent.api.journal.RunWriter;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.tools.RequiresScope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** However a run ends, it says so: once to those who listen, and once in the journal. */
class RunEndingTest {

    private final RecordedRun recorded = new RecordedRun();
    private final Pages pages = new Pages();

    /** Keeps the entries in memory, and fails on those of one kind. */
    private static final class Pages implements RunJournal, RunWriter {

        private final List<JournalEntry> entries = new ArrayList<>();
        private Class<? extends JournalEntry> broken = null;

        @Override
        public RunWriter begin(String runId) {
            return this;
        }

        @Override
        public RunWriter claim(String runId) {
            return this;
        }

        @Override
        public void append(List<? extends JournalEntry> more) {
            if (broken != null && more.stream().anyMatch(broken::isInstance)) {
                throw new AgentException("the journal is full");
            }
            entries.addAll(more);
        }

        @Override
        public List<JournalEntry> read(String runId) {
            return List.copyOf(entries);
        }

        @Override
        public List<RunSummary> runs() {
            return List.of();
        }

        @Override
        public void delete(String runId) {
            entries.clear();
        }

        @Override
        public void close() {}
    }

    private AgentBuilder agent(ScriptedReply... replies) {
        return Agents.builder().model(ScriptedChatModel.of(replies)).journal(pages).listener(recorded);
    }

    private void endedOnce(StopReason reason) {
        assertThat(recorded.events().getFirst()).isInstanceOf(AgentEvent.RunStarted.class);
        assertThat(recorded.events(AgentEvent.RunEnded.class)).extracting(AgentEvent.RunEnded::reason)
                .containsExactly(reason);
        assertThat(recorded.events().getLast()).isInstanceOf(AgentEvent.RunEnded.class);
    }

    private void writtenOnce(StopReason reason) {
        assertThat(pages.entries).filteredOn(JournalEntry.RunEnded.class::isInstance)
                .extracting(entry -> ((JournalEntry.RunEnded) entry).reason())
                .containsExactly(reason);
    }

    /** A tool that breaks more than a contract. */
    public static final class Wreck {

        @Tool("Sink")
        @RequiresScope("ship.sink")
        public String sink() {
            throw new StackOverflowError("too deep");
        }
    }

    @Test
    void errorInAToolEndsTheRunAsFailed() {
        try (Agent agent = agent(call("sink", "{}")).tools(new Wreck()).allow("ship.*").build()) {
            assertThatThrownBy(() -> agent.run("Sink.")).isInstanceOf(StackOverflowError.class);
        }
        endedOnce(StopReason.FAILED);
        writtenOnce(StopReason.FAILED);
    }

    @Test
    void journalThatCannotBeBegunIsToldInAWholeStreamOfEvents() {
        pages.broken = JournalEntry.RunBegan.class;
        try (Agent agent = agent(text("Hello.")).build()) {
            assertThatThrownBy(() -> agent.run("Say.")).hasMessage("the journal is full");
        }
        endedOnce(StopReason.FAILED);
    }

    @Test
    void journalThatCannotEndACancelledRunIsAFailure() {
        pages.broken = JournalEntry.RunEnded.class;
        Agent[] cancelled = new Agent[1];
        AgentListener cancelling = event -> {
            if (event instanceof AgentEvent.TurnStarted) {
                cancelled[0].cancel();
            }
        };
        try (Agent agent = agent(text("Hello.")).listener(cancelling).build()) {
            cancelled[0] = agent;
            assertThatThrownBy(() -> agent.run("Say.")).hasMessage("the journal is full");
        }
        endedOnce(StopReason.FAILED);
    }
}
