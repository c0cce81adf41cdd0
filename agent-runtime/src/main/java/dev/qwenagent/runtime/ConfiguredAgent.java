package dev.qwenagent.runtime;

import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.AgentTask;
import dev.qwenagent.api.Cancellation;
import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.api.Resumption;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.event.AgentListener;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunWriter;
import dev.qwenagent.api.label.Declassification;
import dev.qwenagent.api.label.Labelled;
import dev.qwenagent.api.label.Provenance;
import dev.qwenagent.memory.MessageLabels;
import dev.qwenagent.memory.TokenWindowMemory;
import dev.qwenagent.runtime.history.RunHistory;
import dev.qwenagent.runtime.journal.RunIds;
import dev.qwenagent.runtime.loop.AgentLoop;
import dev.qwenagent.runtime.loop.AgentSetup;
import dev.qwenagent.runtime.loop.AnswerCheck;
import dev.qwenagent.runtime.loop.ConversationDraft;
import dev.qwenagent.runtime.loop.Resumable;
import dev.qwenagent.runtime.loop.RunEvents;
import dev.qwenagent.runtime.loop.RunSurroundings;
import dev.qwenagent.runtime.models.GenerationSettings;
import dev.qwenagent.runtime.telemetry.RunTelemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The agent that a builder makes: each run is a loop of its own over the same setup. */
final class ConfiguredAgent implements Agent {

    private final AgentSetup setup;
    private final Reporting reporting;
    private final RunSurroundings.World world;
    private final Conversations conversations;
    private final Set<CancellationSource> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    ConfiguredAgent(AgentSetup setup, Reporting reporting, RunSurroundings.World world, Conversations conversations) {
        this.setup = setup;
        this.reporting = reporting;
        this.world = world;
        this.conversations = conversations;
    }

    /** Tokens of a context that are kept free for the reply: what the reply may have, else a quarter. */
    static int reserve(int contextTokens, GenerationSettings settings) {
        Integer reply = settings.maxOutputTokens();
        return reply == null ? contextTokens / 4 : Math.min(reply, contextTokens / 2);
    }

    @Override
    public String name() {
        return setup.name();
    }

    @Override
    public AgentResult run(AgentTask task) {
        return run(task, AnswerCheck.NONE);
    }

    @Override
    public <T> T run(AgentTask task, Class<T> type) {
        return runLabelled(task, type).value();
    }

    @Override
    public <T> Labelled<T> runLabelled(AgentTask task, Class<T> type) {
        var answer = new TypedAnswer<>(type);
        return answer.labelled(run(task.withMessage(answer.asked(task.message())), answer));
    }

    @Override
    public AgentResult resume(Resumption resumption) {
        return resume(resumption, AnswerCheck.NONE);
    }

    @Override
    public <T> T resume(Resumption resumption, Class<T> type) {
        var answer = new TypedAnswer<>(type);
        return answer.labelled(resume(resumption, answer)).value();
    }

    private AgentResult run(AgentTask task, AnswerCheck check) {
        return underWay(task.endings(), cancellation -> {
            String id = runId();
            return inTurn(() -> conversations.draft(task.conversation(), cancellation, draft -> {
                try (RunWriter writer = reporting.journal().begin(id)) {
                    RunHistory begun = RunHistory.begun(began(id, task, draft));
                    return worked(new Session(task.listeners(), writer, cancellation, check), draft, begun,
                            AgentLoop::run);
                }
            }));
        });
    }

    private JournalEntry.RunBegan began(String id, AgentTask task, ConversationDraft draft) {
        String preferred = setup.mind().models().entries().getFirst().model().profile().name();
        return new JournalEntry.RunBegan(id, world.clock().instant(), name(), preferred,
                new JournalEntry.AgentAsked(task.message(), task.provenance()),
                new JournalEntry.Setting(task.conversation(), draft.memory().history(), reporting.origin()));
    }

    private AgentResult resume(Resumption resumption, AnswerCheck check) {
        return underWay(resumption.endings(), cancellation -> {
            try (RunWriter writer = reporting.journal().claim(resumption.runId())) {
                RunHistory history = RunHistory.of(reporting.journal().read(resumption.runId()));
                Resumable.check(history, setup);
                var session = new Session(resumption.listeners(), writer, cancellation, check);
                return inTurn(() -> conversations.draft(history, cancellation,
                        draft -> worked(session, draft, history,
                                loop -> loop.resume(resumption.worker()))));
            }
        });
    }

    /** What a run has of its own. */
    private record Session(List<AgentListener> listeners, RunWriter writer, CancellationSource cancellation,
            AnswerCheck check) {}

    private AgentResult worked(Session session, ConversationDraft draft, RunHistory history,
            Function<AgentLoop, AgentResult> work) {
        List<AgentListener> heard = new ArrayList<>(reporting.listeners());
        heard.addAll(session.listeners());
        RunTelemetry told = reporting.telemetry().of(name(), history.runId(), history.began().setting().conversation());
        var around = new RunSurroundings(history.runId(), heard, session.writer(), session.cancellation(), told, world);
        return told.run(() -> work.apply(new AgentLoop(setup, around, draft, session.check(), history)));
    }

    private AgentResult underWay(List<Cancellation> endings, Function<CancellationSource, AgentResult> work) {
        var cancellation = CancellationSource.under(endings);
        underWay.add(cancellation);
        try {
            // Asked after the run has become one that close() cancels, so that none is missed.
            if (closed) {
                throw new AgentException("the agent " + name() + " is closed; build another one");
            }
            return work.apply(cancellation);
        } finally {
            underWay.remove(cancellation);
            cancellation.close();
        }
    }

    @Override
    public void declassify(String conversation, Declassification decision) {
        inConversation(conversation, memory -> {
            Provenance known = MessageLabels.of(memory.history());
            if (known.sources().stream().noneMatch(source -> source.name().equals(decision.source()))) {
                throw new IllegalArgumentException(
                        "conversation " + conversation + " has no source '" + decision.source()
                                + "'; its sources are: " + (known.sources().isEmpty() ? "none" : known.names()));
            }
            String id = runId();
            try (RunWriter writer = reporting.journal().begin(id)) {
                writer.append(new JournalEntry.Declassified(id, world.clock().instant(), conversation, decision));
            }
            memory.add(MessageLabels.declassification(decision));
            new RunEvents(reporting.listeners()).emit(new AgentEvent.Declassified(id, conversation, decision));
            return decision;
        });
    }

    @Override
    public Provenance provenance(String conversation) {
        return inConversation(conversation, memory -> MessageLabels.of(memory.history()));
    }

    private <R> R inConversation(String conversation, Function<TokenWindowMemory, R> work) {
        return inTurn(() -> conversations.in(conversation, new CancellationSource(), work));
    }

    /** Work that may have to wait for its conversation. */
    @FunctionalInterface
    private interface InTurn<R> {
        R work() throws InterruptedException;
    }

    private static <R> R inTurn(InTurn<R> turn) {
        try {
            return turn.work();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AgentException("interrupted while another run is in the conversation", e);
        }
    }

    private String runId() {
        return RunIds.of(world.clock().instant(), world.random());
    }

    @Override
    public void cancel() {
        underWay.forEach(CancellationSource::cancel);
    }

    @Override
    public void close() {
        closed = true;
        cancel();
        setup.mind().models().entries().forEach(entry -> entry.model().resource().close());
    }
}
