package dev.qwenagent.runtime.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.Agent;
import dev.qwenagent.api.RunLimits;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.runtime.AgentBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a model under an attacker's influence tries with the tools of an agent, one call after the other, in a run of its own. */
final class Attempt {

    private Attempt() {}

    /** One call, and what the model got to read of it. */
    static String of(AgentBuilder agent, String tool, String arguments) {
        return all(agent, ScriptedReply.call(tool, arguments)).getFirst();
    }

    /** The same tool with one text after the other as its argument; what the model got to read of each. */
    static List<String> each(AgentBuilder agent, String tool, String argument, List<String> texts) {
        return all(agent, texts.stream()
                .map(text -> ScriptedReply.call(tool, "{\"" + argument + "\": " + quoted(text) + "}"))
                .toArray(ScriptedReply[]::new));
    }

    /** All calls; the run goes on after each and ends with an answer. */
    static List<String> all(AgentBuilder agent, ScriptedReply... calls) {
        List<ScriptedReply> script = new ArrayList<>(Arrays.asList(calls));
        script.add(ScriptedReply.text("I give up."));
        RecordedRun recorded = new RecordedRun();
        try (Agent built = agent.model(ScriptedChatModel.of(script.toArray(ScriptedReply[]::new)))
                .limits(RunLimits.DEFAULT.withTurns(calls.length + 1))
                .listener(recorded)
                .build()) {
            assertThat(built.run("Try it.").stopReason()).isEqualTo(StopReason.ANSWERED);
        }
        assertThat(recorded.events(AgentEvent.ToolFinished.class)).hasSameSizeAs(
                recorded.events(AgentEvent.ToolRequested.class));
        return recorded.results();
    }

    /** A text as JSON. */
    static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            json.append(c < ' ' || c == '"' || c == '\\' || c > '~' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
        }
        return json.append('"').toString();
    }
}
