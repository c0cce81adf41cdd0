package dev.qwenagent.runtime;

import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.AgentTask;
import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.event.AgentListener;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunWriter;
import dev.qwenagent.api.label.Declassification;
import dev.qwenagent.api.label.Labelled;
import dev.qwenagent.api.label.Provenance;
import dev.qwenagent.memory.MessageLabels;
import dev.qwenagent.memory.TokenWindowMemory;
import dev.qwenagent.runtime.loop.AgentLoop;
import dev.qwenagent.runtime.loop.AgentSetup;
import dev.qwenagent.runtime.loop.AnswerCheck;
import dev.qwenagent.runtime.loop.RunEvents;
import dev.qwenagent.runtime.loop.RunSurroundings;
import dev.qwenagent.runtime.models.GenerationSettings;
import dev.qwenagent.runtime.telemetry.RunTelemetry;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The agent that a builder makes: each run is a loop of its own over the same setup. */
final class ConfiguredAgent implements Agent {

    private static final DateTimeFormatter RUN_TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
            .withZone(ZoneOffset.UTC);

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
        AgentResult result = run(task.withMessage(answer.asked(task.message())), answer);
        return switch (result.stopReason()) {
            case ANSWERED -> new Labelled<>(answer.value(result.text()), result.provenance().label());
            case TURN_LIMIT, TIME_LIMIT, TOKEN_LIMIT, THINKING_LIMIT, CALL_LIMIT, MONEY_LIMIT, BLOCKED, NOT_CLEARED,
                    SUSPENDED, OUTCOME_UNKNOWN, CANCELLED, FAILED ->
                throw new AgentException("the run " + result.runId() + " stopped without an answer that is a "
                        + type.getSimpleName() + ": " + result.stopReason());
        };
    }

    private AgentResult run(AgentTask task, AnswerCheck check) {
        var cancellation = CancellationSource.under(task.endings());
        underWay.add(cancellation);
        try {
            // Asked after the run has become one that close() cancels, so that none is missed.
            if (closed) {
                throw new AgentException("the agent " + name() + " is closed; build another one");
            }
            List<AgentListener> heard = new ArrayList<>(reporting.listeners());
            heard.addAll(task.listeners());
            String id = runId();
            return inConversation(task.conversation(), cancellation, memory -> {
                try (RunWriter writer = reporting.journal().begin(id)) {
                    RunTelemetry told = reporting.telemetry().of(name(), id, task.conversation());
                    var around = new RunSurroundings(id, task.conversation(), reporting.origin(), heard, writer,
                            cancellation,
                            told, world);
                    return told.run(() -> new AgentLoop(setup, around, memory, check).run(task));
                }
            });
        } finally {
            underWay.remove(cancellation);
            cancellation.close();
        }
    }

    @Override
    public void declassify(String conversation, Declassification decision) {
        inConversation(conversation, new CancellationSource(), memory -> {
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
        return inConversation(conversation, new CancellationSource(), memory -> MessageLabels.of(memory.history()));
    }

    private <R> R inConversation(@Nullable String conversation, CancellationSource cancellation,
            Function<TokenWindowMemory, R> work) {
        try {
            return conversations.in(conversation, cancellation, work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AgentException("interrupted while another run is in the conversation " + conversation, e);
        }
    }

    private String runId() {
        String suffix = Integer.toHexString(world.random().nextInt(0x10000000, 0x7fffffff));
        return RUN_TIME.format(world.clock().instant()) + "-" + suffix;
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
