package dev.qwenagent.runtime;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunWriter;
import dev.qwenagent.api.testing.InMemoryRunJournal;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.OutcomeResolver;
import dev.qwenagent.runtime.models.AgentModel;
import dev.qwenagent.runtime.replay.Difference;
import dev.qwenagent.runtime.replay.Replay;
import dev.qwenagent.runtime.replay.ReplayReport;
import dev.qwenagent.runtime.replay.RunStep.Kind;
import dev.qwenagent.tools.builtin.BuiltInTools;
import dev.qwenagent.tools.builtin.Workspace;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ReplayTest {

    private static final String NOBODY = "openai:http://127.0.0.1:1/v1#nobody";

    private final InMemoryRunJournal journal = new InMemoryRunJournal();
    private final Desk untouched = new Desk();

    @TempDir
    private Path folder;

    private ReplayReport replay(AgentBuilder agent) {
        return Replay.of(agent, journal, journal.newest().orElseThrow()).run();
    }

    private AgentBuilder agent(Desk desk) {
        return Agents.builder().model(NOBODY).tools(desk).allow("desk.read:a").ask("desk.burn");
    }

    private void recordBurning() {
        var model = ScriptedChatModel.of(
                call("read_page", "{\"page\": \"a\"}").thinking("Look first."),
                call("burn_page", "{\"page\": \"a\"}").thinking("Now burn it."), text("Burnt."));
        try (Agent agent = agent(new Desk()).model(AgentModel.of(NOBODY, model), "named " + NOBODY)
                .approver(ApprovalRequest::once)
                .journal(journal)
                .build()) {
            assertThat(agent.run("Burn a.").text()).isEqualTo("Burnt.");
        }
    }

    @Test
    void replayOfNinetyRunsGivesTheSameEventsWithNobodyToAsk() {
        for (long seed = 0; seed < 90; seed++) {
            var run = new RandomRun(seed);
            List<AgentEvent> recorded = run.record(journal);
            ReplayReport report = replay(run.agent(untouched));
            assertThat(report.differences()).as("seed " + seed).isEmpty();
            assertThat(ComparableEvents.of(report.events())).as("seed " + seed)
                    .isEqualTo(ComparableEvents.of(recorded));
        }
        assertThat(untouched.done).isEmpty();
    }

    @Test
    void policyThatJudgesOtherwiseIsADifferenceOfItsTurn() {
        recordBurning();
        ReplayReport report = replay(agent(untouched).deny("desk.burn"));
        assertThat(report.differences()).extracting(Difference::turn).containsOnly(2, 3);
        assertThat(report.differences()).extracting(Object::toString)
                .anySatisfy(line -> assertThat(line).startsWith("turn 2: judgement of burn_page: recorded 'allowed")
                        .contains("now 'denied [desk.burn:a] (deny desk.burn"))
                .anySatisfy(line -> assertThat(line).startsWith("turn 2: call made 2.1: recorded 'burn_page")
                        .endsWith("now none"))
                .anySatisfy(line -> assertThat(line).startsWith("turn 3: request to " + NOBODY));
        assertThat(untouched.done).isEmpty();
    }

    @Test
    void otherSystemTextIsADifferenceBeforeTheFirstTurn() {
        recordBurning();
        ReplayReport report = replay(agent(untouched).system("Be careful."));
        assertThat(report.differences().getFirst().turn()).isZero();
        assertThat(report.differences()).extracting(Difference::kind).contains(Kind.MESSAGE, Kind.REQUEST);
    }

    @Test
    void runThatWasLeftIsReplayedAsFarAsItIsRecorded() {
        recordBurning();
        List<JournalEntry> entries = journal.read(journal.newest().orElseThrow());
        for (int kept = 1; kept < entries.size(); kept++) {
            var left = new InMemoryRunJournal();
            try (RunWriter writer = left.begin("left")) {
                writer.append(entries.subList(0, kept));
            }
            ReplayReport report = Replay.of(agent(untouched), left, "left").run();
            assertThat(report.differences()).as(kept + " entries, the last " + entries.get(kept - 1)).isEmpty();
            assertThat(report.reach()).isEqualTo(ReplayReport.Reach.AS_FAR_AS_RECORDED);
        }
    }

    @Test
    void runThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Replay.of(agent(untouched), journal, "none")).isInstanceOf(AgentException.class)
                .hasMessage("there is no run none in the journal");
    }

    @Test
    void replayOfRunsOfTheDemoModelNeedsNoModel() throws Exception {
        List<String> tasks = List.of("What is 12.5% of 480 and what time is it in Tokyo?", "What is 17 * 23?",
                "Convert 10 km to miles.", "Which files are here?", "Remember: buy milk.");
        for (String task : tasks) {
            var heard = new RecordedRun();
            try (Agent agent = assistant().journal(journal).listener(heard).build()) {
                agent.run(task);
            }
            ReplayReport report = replay(assistant());
            assertThat(report.differences()).as(task).isEmpty();
            assertThat(ComparableEvents.of(report.events())).as(task).isEqualTo(ComparableEvents.of(heard.events()));
        }
    }

    private AgentBuilder assistant() {
        Clock clock = Clock.fixed(Instant.parse("2026-11-22T21:09:00Z"), ZoneOffset.UTC);
        return Agents.builder()
                .tools(BuiltInTools.assistant(Workspace.of(folder), folder.resolve("notes.txt"), clock))
                .allow("**");
    }

    @Test
    void replayOfARunThatWentOnAfterAnyEntryIsThatOfARunThatWasNeverInterrupted() {
        recordBurning();
        List<JournalEntry> entries = journal.read(journal.newest().orElseThrow());
        for (int kept = 1; kept < entries.size(); kept++) {
            var left = new InMemoryRunJournal();
            String id = entries.getFirst().runId();
            try (RunWriter writer = left.begin(id)) {
                writer.append(entries.subList(0, kept));
            }
            long replies = entries.subList(0, kept)
                    .stream()
                    .filter(JournalEntry.ModelReplied.class::isInstance)
                    .count();
            var model = ScriptedChatModel.of(Stream.of(
                    call("read_page", "{\"page\": \"a\"}").thinking("Look first."),
                    call("burn_page", "{\"page\": \"a\"}").thinking("Now burn it."), text("Burnt."))
                    .skip(replies)
                    .toArray(ScriptedReply[]::new));
            try (Agent agent = agent(new Desk()).model(AgentModel.of(NOBODY, model), "named " + NOBODY)
                    .approver(ApprovalRequest::once)
                    .outcomes(_ -> OutcomeResolver.Answer.REPEAT)
                    .journal(left)
                    .build()) {
                assertThat(agent.resume(id).text()).isEqualTo("Burnt.");
            }
            ReplayReport report = Replay.of(agent(untouched), left, id).run();
            assertThat(report.differences()).as(kept + " entries, the last " + entries.get(kept - 1)).isEmpty();
            assertThat(report.events().getLast()).isInstanceOfSatisfying(AgentEvent.RunEnded.class,
                    end -> assertThat(end.reason()).isEqualTo(StopReason.ANSWERED));
        }
    }

    @Test
    void replayOfRunsThatWereEndedAndGoneOnWithDoesTheSame() {
        int resumed = 0;
        for (long seed = 100; seed < 200; seed++) {
            var run = new RandomRun(seed);
            run.record(journal);
            if (journal.runs().getFirst().reason().isResumable()) {
                resumed++;
                run.resume(journal);
                ReplayReport report = replay(run.agent(untouched));
                assertThat(report.differences()).as("seed " + seed).isEmpty();
            }
        }
        assertThat(resumed).isGreaterThan(9);
        assertThat(untouched.done).isEmpty();
    }
}
