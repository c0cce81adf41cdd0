package dev.qwenagent.runtime.replay;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.qwenagent.api.journal.CallPlace;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Label.Confidentiality;
import dev.qwenagent.api.tool.Binding;
import dev.qwenagent.api.tool.BoundCall;
import dev.qwenagent.api.tool.Concurrency;
import dev.qwenagent.api.tool.GrantedCall;
import dev.qwenagent.api.tool.PermissionDeniedException;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.api.tool.Tool;
import dev.qwenagent.api.tool.ToolContext;
import dev.qwenagent.api.tool.ToolOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A tool as it is in all but its effects: it is described, bound and judged as the real one, and gives the outcomes of the recording.
 * What the real one asked the gate for while it worked is asked for again.
 */
final class RecordedTool implements Tool {

    private static final Duration AMPLE = Duration.ofDays(1);

    private final Tool real;
    private final Tape tape;

    /** A tool in the real one's place. */
    RecordedTool(Tool real, Tape tape) {
        this.real = real;
        this.tape = tape;
    }

    @Override
    public ToolSpecification specification() {
        return real.specification();
    }

    @Override
    public Set<ScopePattern> scopes() {
        return real.scopes();
    }

    @Override
    public Label resultLabel() {
        return real.resultLabel();
    }

    @Override
    public Confidentiality clearance() {
        return real.clearance();
    }

    @Override
    public Concurrency concurrency() {
        return real.concurrency();
    }

    /** What took too long says so in its outcome; to give it takes no time. */
    @Override
    public Optional<Duration> timeLimit() {
        return Optional.of(AMPLE);
    }

    @Override
    public boolean isIdempotent() {
        return real.isIdempotent();
    }

    @Override
    public Binding bind(ToolExecutionRequest request) {
        return switch (real.bind(request)) {
            case BoundCall bound -> new BoundCall(this, bound.request(), bound.arguments(), bound.scopes());
            case ToolOutcome.Failure failure -> failure;
        };
    }

    @Override
    public ToolOutcome call(GrantedCall granted, ToolContext context) throws InterruptedException {
        granted.redeem(this);
        return switch (tape.recording().call(place(context))) {
            case Recording.Call.Done(ToolOutcome outcome, List<Scope> authorized) -> {
                ask(authorized, context);
                yield outcome;
            }
            case Recording.Call.Interrupted(var by, List<Scope> authorized) -> {
                ask(authorized, context);
                tape.interrupt(by);
                // Whatever ended the call then has ended this one too, unless it comes by another way.
                yield new ToolOutcome.Failure("the recording has no outcome of this call");
            }
            case Recording.Call.Unknown() ->
                new ToolOutcome.Failure("this call is not in the recording, and was not made");
        };
    }

    /** The key of a call ends with its place. */
    private static CallPlace place(ToolContext context) {
        String key = context.idempotencyKey();
        return CallPlace.of(key.substring(key.lastIndexOf('/') + 1));
    }

    private static void ask(List<Scope> authorized, ToolContext context) {
        try {
            authorized.forEach(context::authorize);
        } catch (PermissionDeniedException e) {
            // What the tool made of a denial is in its outcome.
            return;
        }
    }
}
