package dev.qwenagent.runtime.replay;

import dev.langchain4j.data.message.SystemMessage;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.memory.TokenWindowMemory;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.history.RunHistory;
import dev.qwenagent.runtime.loop.AgentLoop;
import dev.qwenagent.runtime.loop.AgentSetup;
import dev.qwenagent.runtime.loop.AnswerCheck;
import dev.qwenagent.runtime.loop.ConversationDraft;
import dev.qwenagent.runtime.loop.RunSurroundings;
import dev.qwenagent.runtime.models.AgentModel;
import dev.qwenagent.runtime.models.RequestStyle;
import dev.qwenagent.runtime.telemetry.RunTelemetry;
import dev.qwenagent.tools.ToolRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Runs a recorded run once more, offline: the agent's own loop, planner, policy, guardrails and tool binding, over what the journal
 * holds of the model, the tools and the persons. Nothing is asked, nothing is called, nothing is written.
 *
 * {@snippet :
 * ReplayReport report = Replay.of(agent, journal, "20261126-011200-1a2b3c4d5e6f").run();
 * report.differences().forEach(System.out::println);
 * }
 *
 * <p>A run whose answer was read into a type ({@code run(task, Invoice.class)}) is replayed without that check: where an answer was
 * sent back because of it, the replay differs.
 */
public final class Replay {

    /** Always the least: a pause is then as long as its failure asks for. */
    private static final RandomGenerator NO_JITTER = () -> 0L;

    private final AgentBuilder agent;
    private final Recording recording;
    private final CancellationSource ending = new CancellationSource();
    private final Tape tape;
    private final ReplayWriter writer;
    private final List<AgentEvent> events = Collections.synchronizedList(new ArrayList<>());

    private Replay(AgentBuilder agent, Recording recording) {
        this.agent = agent;
        this.recording = recording;
        this.tape = new Tape(recording, ending);
        this.writer = new ReplayWriter(tape);
    }

    /**
     * A replay of a run by an agent; of the agent its models, its approver, its listeners, its journal and its store of conversations
     * are not used, and none is opened.
     *
     * @throws AgentException if the journal has no such run, or it was damaged or changed, with the number of the entry
     */
    public static Replay of(AgentBuilder agent, RunJournal journal, String runId) {
        return new Replay(agent, Recording.of(runId, journal.read(runId)));
    }

    /** Replays, once. */
    public ReplayReport run() {
        JournalEntry.RunBegan began = recording.began();
        var world = new RunSurroundings.World(tape.time(), tape.time()::nanoTime, NO_JITTER, tape.time());
        var around = new RunSurroundings(began.runId(), List.of(events::add), writer, ending, RunTelemetry.OFF, world);
        try {
            AgentSetup setup = setup();
            TokenWindowMemory memory = memory(began.setting());
            RunHistory begun = RunHistory.of(List.of(again(began, setup, memory)));
            new AgentLoop(setup, around, ConversationDraft.of(memory), AnswerCheck.NONE, begun).run();
        } catch (AgentException | RecordedCrash e) {
            // The run failed, as its last event and entry say.
        } finally {
            ending.close();
        }
        return new ReplayReport(began.runId(), events, differences(),
                recording.end().isPresent() ? ReplayReport.Reach.WHOLE : ReplayReport.Reach.AS_FAR_AS_RECORDED);
    }

    /** The beginning of the run with the agent as it is now. */
    private static JournalEntry.RunBegan again(JournalEntry.RunBegan began, AgentSetup setup,
            TokenWindowMemory memory) {
        String preferred = setup.mind().models().entries().getFirst().model().profile().name();
        return new JournalEntry.RunBegan(began.runId(), began.at(), setup.name(), preferred, began.task(),
                new JournalEntry.Setting(began.setting().conversation(), memory.history(),
                        began.setting().origin()));
    }

    private List<Difference> differences() {
        List<Alignment.Pair> pairs = Alignment.of(RunSteps.of(recording.entries()), RunSteps.of(writer.written()));
        return pairs.stream().filter(pair -> !pair.isSame() && !isBeyond(pair)).map(Difference::of).toList();
    }

    /** Whether it is what the loop did where the recording of a run that had not ended was over. */
    private boolean isBeyond(Alignment.Pair pair) {
        return recording.end().isEmpty() && pair.left() == null && pair.either().turn() >= recording.lastTurn();
    }

    private AgentSetup setup() {
        AgentSetup real = agent.setup(this::model);
        var permissions = real.permissions();
        Object[] tools = real.tools()
                .registry()
                .tools()
                .stream()
                .map(tool -> new RecordedTool(tool, tape))
                .toArray();
        return new AgentSetup(real.name(), real.mind(),
                new AgentSetup.Toolbox(ToolRegistry.of(tools), real.tools().timeOrNull()),
                new AgentSetup.Permissions(permissions.policy(), tape::answer, permissions.approvalTime(),
                        permissions.labels(), permissions.outcomes()),
                real.guardrails(), real.budget(), real.workplace());
    }

    private AgentModel model(ModelProfile profile) {
        return new AgentModel(new RecordedModel(tape), profile, RequestStyle.COMMON,
                new RecordedUsage(tape), AgentModel.COMMON_CONTEXT, AgentModel.Resource.NONE);
    }

    private TokenWindowMemory memory(JournalEntry.Setting setting) {
        boolean isNew = setting.conversation() == null;
        var window = new RecordedWindow(tape);
        var memory = TokenWindowMemory.draft(isNew ? "" : setting.conversation(), window, window,
                isNew ? List.of() : setting.history());
        agent.system().ifPresent(system -> memory.add(SystemMessage.from(system)));
        return memory;
    }
}
