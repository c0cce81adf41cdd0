package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.qwenagent.api.Cancellation;
import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.api.RunCancelledException;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.journal.CallPlace;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Provenance;
import dev.qwenagent.api.tool.Admission;
import dev.qwenagent.api.tool.BoundCall;
import dev.qwenagent.api.tool.GrantedCall;
import dev.qwenagent.api.tool.Occasion;
import dev.qwenagent.api.tool.PermissionDeniedException;
import dev.qwenagent.api.tool.PermissionGate;
import dev.qwenagent.api.tool.ResourceLabels;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ToolContext;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.tools.ToolRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The road of one call: bind, admit, write down, call, write down. Every way it can go wrong is an outcome for the model. */
final class ToolCaller {

    private static final Logger LOG = LoggerFactory.getLogger(ToolCaller.class);

    /** Characters by which a person still recognises a source. */
    private static final int SOURCE_LENGTH = 200;

    private final RunLog log;
    private final ToolRegistry tools;
    private final PermissionGate gate;
    private final ResourceLabels labels;
    private final CancellationSource cancellation;
    private final CancellableStep step;
    private boolean begun;

    ToolCaller(RunLog log, ToolRegistry tools, PermissionGate gate, ResourceLabels labels,
            CancellationSource cancellation,
            CancellableStep step) {
        this.log = log;
        this.tools = tools;
        this.gate = gate;
        this.labels = labels;
        this.cancellation = cancellation;
        this.step = step;
    }

    /**
     * Makes a call, if it may be made.
     *
     * @param place where in the run it is asked for
     * @throws RunCancelledException if the run is cancelled meanwhile; whether the call took effect is then unknown
     */
    Made call(CallPlace place, ToolExecutionRequest request, Occasion occasion) {
        begun = false;
        return switch (tools.bind(request)) {
            case ToolOutcome.Failure failure -> new Made(failure, source(request));
            case BoundCall bound -> switch (admit(bound, occasion)) {
                case ToolOutcome.Denied denied -> new Made(denied, source(request));
                case GrantedCall granted ->
                    perform(place, granted, new Context(place, granted, occasion));
            };
        };
    }

    /**
     * What came of a call.
     *
     * @param outcome with the label of all that the call looked at
     * @param source what that was, by the name under which people know it
     */
    record Made(ToolOutcome outcome, String source) {}

    /** A call as a source of what it said: the tool and its arguments. */
    static String source(ToolExecutionRequest call) {
        return Texts.start(call.name() + " " + call.arguments(), SOURCE_LENGTH);
    }

    /** The same by the resources that were judged, which have one name each, whatever the model called them. */
    private static String source(BoundCall bound) {
        String resources = bound.scopes().stream().map(Scope::resource).distinct().collect(Collectors.joining(" "));
        return resources.isBlank()
                ? source(bound.request())
                : Texts.start(bound.request().name() + " " + resources, SOURCE_LENGTH);
    }

    /** What is known of what a call said: what its tool declares, and what the rules say of all that it touched. */
    private Label label(BoundCall bound, Context context) {
        return Stream.concat(bound.scopes().stream(), context.authorized.stream())
                .map(labels::of)
                .reduce(bound.tool().resultLabel(), Label::join);
    }

    /** Whether the last call got as far as its tool; if not, it cannot have taken effect. */
    boolean hasBegun() {
        return begun;
    }

    private Admission admit(BoundCall bound, Occasion occasion) {
        try {
            return gate.admit(bound, occasion);
        } catch (InterruptedException e) {
            throw new RunCancelledException();
        }
    }

    private Made perform(CallPlace place, GrantedCall granted, Context context) {
        BoundCall bound = granted.call();
        log.write((id, at) -> new JournalEntry.CallBegan(id, at, place, bound.request()));
        begun = true;
        ToolOutcome outcome = outcome(granted, context).joined(label(bound, context));
        String source = source(bound);
        log.write((id, at) -> new JournalEntry.CallEnded(id, at, place, outcome, source));
        return new Made(outcome, source);
    }

    private ToolOutcome outcome(GrantedCall granted, Context context) {
        String name = granted.call().request().name();
        try {
            return step.run("tool " + name, () -> granted.call().tool().call(granted, context));
        } catch (PermissionDeniedException e) {
            return e.denied();
        } catch (RuntimeException e) {
            cancellation.throwIfCancelled();
            // A tool that breaks its contract must not take the run with it; people find the reason in the log.
            LOG.warn("tool {} threw instead of reporting a failure", name, e);
            return new ToolOutcome.Failure("the tool failed: " + e.getClass().getSimpleName());
        } finally {
            context.end();
        }
    }

    /** What the called tool sees of the run, for as long as the call is waited for. */
    private final class Context implements ToolContext {
        private final CallPlace place;
        private final GrantedCall granted;
        private final Occasion occasion;
        /** What the tool asked for on the way; added to by its thread, read when it is over. */
        private final List<Scope> authorized = new CopyOnWriteArrayList<>();
        private volatile boolean isOver;

        Context(CallPlace place, GrantedCall granted, Occasion occasion) {
            this.place = place;
            this.granted = granted;
            this.occasion = occasion;
        }

        void end() {
            isOver = true;
        }

        @Override
        public String runId() {
            return log.runId();
        }

        @Override
        public String idempotencyKey() {
            return place.idempotencyKey(log.runId());
        }

        @Override
        public Cancellation cancellation() {
            return cancellation;
        }

        @Override
        public Provenance provenance() {
            return occasion.provenance();
        }

        @Override
        public void progress(String message) {
            if (!isOver) {
                log.emit(new AgentEvent.ToolProgress(log.runId(), occasion.turn(), granted.call().request(), message));
            }
        }

        @Override
        public void authorize(Scope scope) {
            cancellation.throwIfCancelled();
            if (isOver) {
                throw new IllegalStateException("the call of " + granted.call().request().name()
                        + " is over, and with it what it may ask for; authorize before the tool returns");
            }
            try {
                Scope canonical = scope.canonical();
                gate.authorize(granted, canonical, occasion);
                authorized.add(canonical);
                cancellation.throwIfCancelled();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RunCancelledException();
            }
        }
    }
}
