package dev.qwenagent.tools;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.qwenagent.api.Cancellation;
import dev.qwenagent.api.label.Provenance;
import dev.qwenagent.api.tool.ApprovalTerms;
import dev.qwenagent.api.tool.Approver;
import dev.qwenagent.api.tool.Binding;
import dev.qwenagent.api.tool.BoundCall;
import dev.qwenagent.api.tool.GrantedCall;
import dev.qwenagent.api.tool.Occasion;
import dev.qwenagent.api.tool.PermissionGate;
import dev.qwenagent.api.tool.PermissionListener;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ToolContext;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.api.tool.Verdict;
import java.util.List;

/** Makes calls of a registry's tools with everything permitted. */
public record ToolTrial(ToolRegistry registry) {

    public static ToolTrial of(Object... tools) {
        return new ToolTrial(ToolRegistry.of(tools));
    }

    public Binding bind(String tool, String arguments) {
        return registry.bind(ToolExecutionRequest.builder().id("call-1").name(tool).arguments(arguments).build());
    }

    public List<String> scopes(String tool, String arguments) {
        return ((BoundCall) bind(tool, arguments)).scopes().stream().map(Scope::toString).toList();
    }

    /** What the model would read. */
    public String text(String tool, String arguments) throws InterruptedException {
        return outcome(tool, arguments).textForModel();
    }

    public ToolOutcome outcome(String tool, String arguments) throws InterruptedException {
        return switch (bind(tool, arguments)) {
            case ToolOutcome.Failure failure -> failure;
            case BoundCall call -> outcome(call);
        };
    }

    public ToolOutcome outcome(BoundCall call) throws InterruptedException {
        var gate = new PermissionGate("run-1", request -> new Verdict.Allow("all"), ApprovalTerms.of(Approver.NOBODY),
                PermissionListener.NONE);
        return call.tool().call((GrantedCall) gate.admit(call, new Occasion(1, "", Provenance.NONE)), new Context());
    }

    private static final class Context implements ToolContext {
        @Override
        public String runId() {
            return "run-1";
        }

        @Override
        public String idempotencyKey() {
            return "run-1/1.1";
        }

        @Override
        public Cancellation cancellation() {
            return new Cancellation() {
                @Override
                public boolean isCancelled() {
                    return false;
                }

                @Override
                public Registration onCancel(Runnable action) {
                    return () -> {};
                }
            };
        }

        @Override
        public Provenance provenance() {
            return Provenance.NONE;
        }

        @Override
        public void progress(String message) {}

        @Override
        public void authorize(Scope scope) {}
    }
}
