package dev.qwenagent.runtime;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.api.Agent;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.testing.InMemoryRunJournal;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.Approver;
import dev.qwenagent.runtime.replay.Fork;
import dev.qwenagent.runtime.replay.Replay;
import dev.qwenagent.runtime.replay.RunDiff;
import dev.qwenagent.runtime.replay.RunDiff.Change;
import dev.qwenagent.runtime.replay.RunStep.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ForkAndDiffTest {

    private static final String A = "{\"page\": \"a\"}";

    private final InMemoryRunJournal journal = new InMemoryRunJournal();
    private final List<String> asked = new ArrayList<>();
    private final Desk desk = new Desk();
    private String run = "";

    private Agent agent(ScriptedChatModel model, Approver approver) {
        return Agents.builder()
                .model(model)
                .tools(desk)
                .allow("desk.read:a")
                .ask("desk.burn")
                .approver(request -> {
                    asked.add(request.tool());
                    return approver.approve(request);
                })
                .journal(journal)
                .build();
    }

    @BeforeEach
    void record() {
        try (Agent agent = agent(ScriptedChatModel.of(call("read_page", A).thinking("Look."), call("burn_page", A),
                call("burn_page", A), text("Burnt.")), ApprovalRequest::forRun)) {
            run = agent.run("Burn a.").runId();
        }
        assertThat(asked).hasSize(1);
        asked.clear();
        desk.done.clear();
    }

    private ScriptedChatModel goOn(String id, ScriptedReply... replies) {
        var model = ScriptedChatModel.of(replies);
        try (Agent agent = agent(model, ApprovalRequest::no)) {
            agent.resume(id);
        }
        return model;
    }

    @Test
    void forkSeesWhatWasDoneAndDoesNotDoItAgain() {
        String fork = Fork.of(journal, run).at(3).into("fork");
        ScriptedChatModel model = goOn(fork, text("It has burnt already."));
        assertThat(model.requests().getFirst().messages().toString()).contains("page a says hello", "burnt");
        assertThat(desk.done).isEmpty();
        assertThat(Replay.of(Agents.builder()
                .model(ScriptedChatModel.of())
                .tools(desk)
                .allow("desk.read:a")
                .ask(
                        "desk.burn"),
                journal, fork).run().events()).isNotEmpty();
    }

    @Test
    void whatAPersonApprovedInTheRunIsAskedAgainInTheFork() {
        goOn(Fork.of(journal, run).at(3).into("fork"), call("burn_page", A), text("Not burnt."));
        assertThat(asked).containsExactly("burn_page");
        assertThat(desk.done).isEmpty();
    }

    @Test
    void forkHasOtherWordsAndSaysWhatItIsAForkOf() {
        String fork = Fork.of(journal, run).system("Be brief.").task("Leave a alone.").into("fork");
        ScriptedChatModel model = goOn(fork, text("Left."));
        assertThat(model.requests().getFirst().messages().toString()).contains("Be brief.", "Leave a alone.")
                .doesNotContain("Burn a.");
        assertThat(((JournalEntry.RunBegan) journal.read(fork).getFirst()).setting().origin())
                .contains("--forked-from=" + run + "@1");
    }

    @Test
    void forkBeyondTheRunIsRefused() {
        assertThatThrownBy(() -> Fork.of(journal, run).at(5)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has turns 1 to 4, found 5");
    }

    @Test
    void diffTellsWhatIsTheSameWhatChangedAndWhatOnlyOneHas() {
        String fork = Fork.of(journal, run).at(2).into("fork");
        goOn(fork, call("burn_page", A), text("Not burnt."));
        RunDiff diff = RunDiff.of(journal.read(run), journal.read(fork));
        assertThat(diff.isSame()).isFalse();
        assertThat(of(diff, Kind.THOUGHT)).extracting(RunDiff.Row::change).containsExactly(Change.SAME);
        assertThat(of(diff, Kind.JUDGEMENT)).extracting(RunDiff.Row::change)
                .containsExactly(Change.SAME, Change.CHANGED, Change.ONLY_LEFT);
        assertThat(of(diff, Kind.MADE)).extracting(RunDiff.Row::change)
                .containsExactly(Change.SAME, Change.ONLY_LEFT, Change.ONLY_LEFT);
        assertThat(of(diff, Kind.END)).extracting(RunDiff.Row::change)
                .containsExactly(Change.ONLY_RIGHT, Change.ONLY_LEFT);
        assertThat(RunDiff.of(journal.read(run), journal.read(run)).isSame()).isTrue();
    }

    private static List<RunDiff.Row> of(RunDiff diff, Kind kind) {
        return diff.rows().stream().filter(row -> row.step().kind() == kind).toList();
    }
}
