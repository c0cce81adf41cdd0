package dev.qwenagent.runtime;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunWriter;
import dev.qwenagent.api.testing.InMemoryRunJournal;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.runtime.models.AgentModel;
import dev.qwenagent.runtime.replay.Difference;
import dev.qwenagent.runtime.replay.Replay;
import dev.qwenagent.runtime.replay.ReplayReport;
import dev.qwenagent.runtime.replay.RunStep.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ReplayTest {

    private static final String NOBODY = "openai:http://127.0.0.1:1/v1#nobody";

    private final InMemoryRunJournal journal = new InMemoryRunJournal();
    private final Desk untouched = new Desk();

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
}
