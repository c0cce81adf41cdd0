package dev.qwenagent.runtime;

import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.AgentTask;
import dev.qwenagent.api.event.AgentListener;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.runtime.loop.AgentLoop;
import dev.qwenagent.runtime.loop.AgentSetup;
import dev.qwenagent.runtime.loop.AnswerCheck;
import dev.qwenagent.runtime.loop.RunCancellation;
import dev.qwenagent.runtime.loop.RunSurroundings;
import dev.qwenagent.runtime.models.GenerationSettings;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The agent that a builder makes: each run is a loop of its own over the same setup. */
final class ConfiguredAgent implements Agent {

    private static final DateTimeFormatter RUN_TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
            .withZone(ZoneOffset.UTC);

    private final AgentSetup setup;
    private final List<AgentListener> listeners;
    private final RunJournal journal;
    private final RunSurroundings.World world;
    private final Conversations conversations;
    private final Set<RunCancellation> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    ConfiguredAgent(AgentSetup setup, List<AgentListener> listeners, RunJournal journal, RunSurroundings.World world,
            Conversations conversations) {
        this.setup = setup;
        this.listeners = List.copyOf(listeners);
        this.journal = journal;
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
        var answer = new TypedAnswer<>(type);
        UserMessage asked = answer.asked(task.message());
        AgentResult result = run(new AgentTask(asked, task.conversation(), task.listeners()), answer);
        return switch (result.stopReason()) {
            case ANSWERED -> answer.value(result.text());
            case TURN_LIMIT, TIME_LIMIT, TOKEN_LIMIT, BLOCKED, CANCELLED, FAILED ->
                throw new AgentException("the run " + result.runId() + " stopped without an answer that is a "
                        + type.getSimpleName() + ": " + result.stopReason());
        };
    }

    private AgentResult run(AgentTask task, AnswerCheck check) {
        var cancellation = new RunCancellation();
        underWay.add(cancellation);
        try {
            // Asked after the run has become one that close() cancels, so that none is missed.
            if (closed) {
                throw new AgentException("the agent " + name() + " is closed; build another one");
            }
            List<AgentListener> heard = new ArrayList<>(listeners);
            heard.addAll(task.listeners());
            var around = new RunSurroundings(runId(), task.conversation(), heard, journal, cancellation, world);
            return conversations.in(
                    task.conversation(), memory -> new AgentLoop(setup, around, memory, check).run(task.message()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AgentException("interrupted while another run is in the conversation " + task.conversation(), e);
        } finally {
            underWay.remove(cancellation);
        }
    }

    private String runId() {
        String suffix = Integer.toHexString(world.random().nextInt(0x10000000, 0x7fffffff));
        return RUN_TIME.format(world.clock().instant()) + "-" + suffix;
    }

    @Override
    public void cancel() {
        underWay.forEach(RunCancellation::cancel);
    }

    @Override
    public void close() {
        closed = true;
        cancel();
        setup.mind().model().resource().close();
    }
}
