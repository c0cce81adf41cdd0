package dev.qwenagent.examples.eval;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentTask;
import dev.qwenagent.api.RunLimits;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.event.AgentListener;
import dev.qwenagent.api.tool.Tool;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.runtime.models.AgentModel;
import dev.qwenagent.runtime.models.GenerationSettings;
import dev.qwenagent.tools.ToolRegistry;
import dev.qwenagent.tools.builtin.BuiltInTools;
import dev.qwenagent.tools.builtin.Workspace;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Runs cases through the agent loop, with the likeliest token always. A tool that is declared as one of the built-in ones is
 * that one, at work in a folder of the evaluation's own; the others are stand-ins.
 *
 * @param model thinks; stays open
 * @param folder where the file tools and the notes work
 * @param watch hears of the runs
 */
public record Evaluation(AgentModel model, Path folder, Watch watch) {

    /** Hears of the runs as they happen, and may cancel them. */
    public interface Watch extends AgentListener {

        /** Hears nothing. */
        Watch NONE = new Watch() {
            @Override
            public void begins(Agent agent) {}

            @Override
            public void onEvent(AgentEvent event) {}
        };

        /** A case is about to be run by this agent. */
        void begins(Agent agent);
    }

    /** Enough for every case: two calls and an answer, with a mistake in between. */
    private static final RunLimits LIMITS = RunLimits.DEFAULT.withTurns(6);

    private static final GenerationSettings GREEDY = new GenerationSettings(0.0, null, null, null, 512);

    /**
     * What came of a case.
     *
     * @param first what the model did first
     * @param isRight whether that is what was expected
     * @param isAsRecorded whether thought, text and calls are those that another engine generated, as far as it got
     * @param end how the whole run ended
     */
    public record Outcome(EvalCase source, FirstTurn first, boolean isRight, boolean isAsRecorded, StopReason end) {}

    /** Runs one case. A run that fails is an outcome too. */
    public Outcome run(EvalCase source) {
        var ear = new FirstTurn.Ear();
        StopReason end = run(source, ear);
        FirstTurn first = ear.heard();
        return new Outcome(source, first, first.is(source.expected()),
                first.isAs(source.recorded(), source.thinking()), end);
    }

    private StopReason run(EvalCase source, FirstTurn.Ear ear) {
        AgentBuilder builder = Agents.builder()
                .name("eval")
                .model(new AgentModel(model.chat(), model.profile(), model.style(), model.tokens(),
                        model.contextTokens(), AgentModel.Resource.NONE))
                .settings(GREEDY)
                .thinking(source.thinking())
                .limits(LIMITS)
                .tools(tools(source))
                .allow("**");
        if (!source.system().isEmpty()) {
            builder.system(source.system());
        }
        try (Agent agent = builder.build()) {
            watch.begins(agent);
            return agent.run(AgentTask.of(source.request()).listener(ear).listener(watch)).stopReason();
        } catch (AgentException e) {
            return StopReason.FAILED;
        }
    }

    private ToolRegistry tools(EvalCase source) {
        ToolRegistry builtIn = BuiltInTools.assistant(Workspace.of(folder), folder.resolve("notes.txt"),
                Clock.systemDefaultZone());
        return ToolRegistry.of(source.tools().stream().map(declared -> tool(declared, builtIn)).toArray());
    }

    private static Tool tool(ToolSpecification declared, ToolRegistry builtIn) {
        return builtIn.find(declared.name())
                .filter(tool -> tool.specification().equals(declared))
                .orElseGet(() -> new DeclaredTool(declared));
    }
}
