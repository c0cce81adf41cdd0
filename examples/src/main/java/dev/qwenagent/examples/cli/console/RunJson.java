package dev.qwenagent.examples.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qwenagent.api.journal.RunSummary;
import dev.qwenagent.runtime.journal.Verification;
import dev.qwenagent.runtime.replay.Difference;
import dev.qwenagent.runtime.replay.RunDiff;
import dev.qwenagent.runtime.replay.RunStep;
import java.util.Locale;

/** What was written down of runs, as JSON objects of one line; names and values in small letters, as {@link EventJson}. */
public final class RunJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private RunJson() {}

    /** {@code run, began, agent, task, state, reason}. */
    public static String of(RunSummary run) {
        return text(MAPPER.createObjectNode()
                .put("run", run.runId())
                .put("began", run.began().toString())
                .put("agent", run.agent())
                .put("task", run.task())
                .put("state", lower(run.state()))
                .put("reason", run.reason() == null ? null : lower(run.reason())));
    }

    /** {@code turn, kind, name, text}. */
    public static String of(RunStep step) {
        return text(about(step.turn(), step.kind(), step.name()).put("text", step.text()));
    }

    /** {@code turn, kind, name, recorded, now}; what there is not is left out. */
    public static String of(Difference difference) {
        ObjectNode json = about(difference.turn(), difference.kind(), difference.name());
        difference.recorded().ifPresent(recorded -> json.put("recorded", recorded));
        difference.now().ifPresent(now -> json.put("now", now));
        return text(json);
    }

    /** {@code turn, kind, name, change, left, right}; what there is not is left out. */
    public static String of(RunDiff.Row row) {
        RunStep step = row.step();
        ObjectNode json = about(step.turn(), step.kind(), step.name()).put("change", lower(row.change()));
        if (row.left() != null) {
            json.put("left", row.left().text());
        }
        if (row.right() != null) {
            json.put("right", row.right().text());
        }
        return text(json);
    }

    /** {@code run, state}, and what belongs to the state. */
    public static String of(Verification found) {
        ObjectNode json = MAPPER.createObjectNode().put("run", found.runId());
        switch (found) {
            case Verification.Sound sound -> {
                json.put("state", "sound").put("entries", sound.entries());
                var witnesses = json.putArray("checked");
                sound.witnesses().stream().sorted().forEach(witness -> witnesses.add(lower(witness)));
            }
            case Verification.Broken broken ->
                json.put("state", "broken").put("entry", broken.entry()).put("what", broken.what());
            case Verification.Missing missing -> json.put("state", "missing")
                    .put("sealed", missing.sealed().toString())
                    .put("entries", missing.entries());
            case Verification.Deleted deleted -> json.put("state", "deleted")
                    .put("at", deleted.at().toString())
                    .put("entries", deleted.entries());
        }
        return text(json);
    }

    private static ObjectNode about(int turn, RunStep.Kind kind, String name) {
        return MAPPER.createObjectNode().put("turn", turn).put("kind", lower(kind)).put("name", name);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String text(ObjectNode json) {
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers is JSON", e);
        }
    }
}
