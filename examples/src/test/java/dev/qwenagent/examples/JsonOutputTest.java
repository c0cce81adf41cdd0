package dev.qwenagent.examples;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.exception.AuthenticationException;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonOutputTest {

    @TempDir
    private Path temporary;

    private CommandTrial trial;

    @BeforeEach
    void begin() throws IOException {
        trial = new CommandTrial(temporary);
    }

    private static List<String> fields(JsonNode event) {
        List<String> names = new ArrayList<>();
        event.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private JsonNode only(String type) {
        assertThat(trial.events(type)).hasSize(1);
        return trial.events(type).getFirst();
    }

    @Test
    void everyEventIsAnObjectALineWithItsTypeFirst() {
        var model = ScriptedChatModel.of(
                call("calculator", "{\"expression\": \"6 * 7\"}").thinking("I think."), text("It is 42."));
        assertThat(trial.model(model).execute("run", "--json", "What is 6 * 7?")).isZero();
        assertThat(trial.events()).allSatisfy(
                event -> assertThat(fields(event).subList(0, 2)).containsExactly("type", "run_id"));
        assertThat(trial.events()).extracting(event -> event.path("type").asText())
                .containsSubsequence("run_started", "model_chosen", "turn_started", "thought", "tool_announced",
                        "tool_requested", "permission_decided", "tool_finished", "turn_started", "text_delta",
                        "answered", "run_ended");
        assertThat(only("tool_requested").path("arguments").path("expression").asText()).isEqualTo("6 * 7");
        assertThat(only("permission_decided").path("granted").asBoolean()).isTrue();
        assertThat(fields(only("tool_finished"))).containsExactly("type", "run_id", "turn", "call_id", "tool",
                "outcome", "text", "label", "duration_ms");
        assertThat(fields(only("run_ended"))).containsExactly("type", "run_id", "reason", "turns", "calls",
                "input_tokens", "output_tokens", "thinking_tokens", "total_tokens", "models", "duration_ms");
        assertThat(only("run_ended").path("reason").asText()).isEqualTo("answered");
    }

    @Test
    void wrongArgumentsAreShownAsTheModelWroteThem() {
        var model = ScriptedChatModel.of(call("calculator", "{\"expression\": "), text("Sorry."));
        assertThat(trial.model(model).execute("run", "--json", "Go")).isZero();
        assertThat(only("tool_requested").path("arguments").asText()).isEqualTo("{\"expression\": ");
        assertThat(only("tool_finished").path("outcome").asText()).isEqualTo("failure");
    }

    @Test
    void questionAndDenialHaveTheirRule() {
        var model = ScriptedChatModel.of(
                call("write_file", "{\"path\": \"a.txt\", \"text\": \"x\"}").thinking("Write."), text("No."));
        assertThat(trial.model(model).execute("run", "--json", "Go")).isZero();
        JsonNode asked = only("permission_asked");
        assertThat(asked.path("thinking").asText()).isEqualTo("Write.");
        assertThat(asked.path("scopes").get(0).asText()).isEqualTo("file.write:" + trial.working() + "/a.txt");
        assertThat(asked.path("label").path("confidentiality").asText()).isEqualTo("public");
        assertThat(only("tool_finished").path("outcome").asText()).isEqualTo("denied");
        assertThat(only("tool_finished").path("rule").asText()).contains("by agent assistant, answered no");
    }

    @Test
    void failedRunEndsWithItsReason() {
        var model = ScriptedChatModel.of(ScriptedReply.failing(new AuthenticationException("bad key")));
        assertThat(trial.model(model).execute("run", "--json", "Hello")).isEqualTo(1);
        JsonNode last = trial.events().getLast();
        assertThat(last.path("type").asText()).isEqualTo("run_ended");
        assertThat(last.path("reason").asText()).isEqualTo("failed");
        assertThat(last.path("problem").asText()).contains("bad key");
    }

    @Test
    void modelThatCannotBeOpenedIsAnErrorObject() {
        assertThat(trial.execute("run", "--json", "--model", "no/such.gguf", "Hello")).isEqualTo(1);
        assertThat(trial.events()).hasSize(1);
        assertThat(only("error").path("message").asText()).contains("no/such.gguf");
        assertThat(only("error").path("exit_code").asInt()).isEqualTo(1);
    }

    @Test
    void wrongUsageIsAnErrorObject() {
        assertThat(trial.execute("run", "--json", "--root", "nowhere", "Hello")).isEqualTo(2);
        assertThat(only("error").path("exit_code").asInt()).isEqualTo(2);
    }

    @Test
    void unknownFlagIsAnErrorObjectToo() {
        assertThat(trial.execute("run", "--json", "--colour", "Hello")).isEqualTo(2);
        assertThat(only("error").path("message").asText()).contains("--colour");
    }

    @Test
    void textOfEveryKindSurvives() {
        String text = "quote \" line\nend, 東京, \u0000 and \ud83d\ude00";
        trial.model(ScriptedChatModel.of(text(text))).execute("run", "--json", "Hello");
        assertThat(only("answered").path("text").asText()).isEqualTo(text);
    }
}
