package dev.qwenagent.examples.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.plan.ThinkingMode;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.local.DemoModel;
import dev.qwenagent.local.LocalChatModel;
import dev.qwenagent.local.chat.ChatPrompt;
import dev.qwenagent.local.chat.Thinking;
import dev.qwenagent.runtime.models.AgentModel;
import dev.qwenagent.runtime.models.Models;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void everyCaseBecomesThePromptThatItWasReadFrom() throws IOException {
        List<EvalCase> cases = EvalCases.bundled();
        try (LocalChatModel demo = DemoModel.open();
                InputStream in = EvalCases.class.getResourceAsStream("eval-cases.jsonl")) {
            List<String> rows = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            assertThat(cases).hasSameSizeAs(rows);
            for (EvalCase each : cases) {
                String recorded = MAPPER.readTree(rows.get(each.line() - 1)).path("prompt").textValue();
                assertThat(demo.chatTemplate().render(prompt(each)).text()).as("line " + each.line())
                        .isEqualTo(recorded);
            }
        }
    }

    @Test
    void theDemoModelDoesInTheLoopWhatTheReferenceEngineRecorded() {
        int step = "full".equals(System.getProperty("qwenagent.tests")) ? 1 : 6;
        AgentModel demo = Models.open("demo");
        // The reference engine holds calls to nothing, and in some cases calls tools that there are not.
        var evaluation = new Evaluation(demo.unconstrained(), folder, Evaluation.Watch.NONE);
        try (AgentModel.Resource _ = demo.resource()) {
            List<EvalCase> cases = EvalCases.bundled();
            for (int i = 0; i < cases.size(); i += step) {
                Evaluation.Outcome outcome = evaluation.run(cases.get(i));
                assertThat(outcome.isAsRecorded()).as(outcome.toString()).isTrue();
                assertThat(outcome.end()).as(outcome.toString()).isEqualTo(StopReason.ANSWERED);
            }
        }
    }

    @Test
    void aCallIsRightWithTheSameToolAndTheSameValuesAlone() throws IOException {
        EvalCase add = expecting("{\"name\": \"add_note\", \"arguments\": {\"text\": \"tea\", \"times\": 2}}");

        assertThat(first(add, ScriptedReply.call("add_note", "{\"times\":2,\"text\":\"tea\"}")).isRight()).isTrue();
        assertThat(first(add, ScriptedReply.call("add_note", "{\"text\":\"tea\",\"times\":3}")).isRight()).isFalse();
        assertThat(first(add, ScriptedReply.call("new_note", "{\"text\":\"tea\",\"times\":2}")).isRight()).isFalse();
        assertThat(first(add, ScriptedReply.text("tea")).isRight()).isFalse();
    }

    @Test
    void anAnswerIsRightWithTheSameTextAndWithoutACall() throws IOException {
        EvalCase greeting = expecting("\"Hello!\"");

        assertThat(first(greeting, ScriptedReply.text("Hello!")).isRight()).isTrue();
        assertThat(first(greeting, ScriptedReply.text("Hello")).isRight()).isFalse();
        assertThat(first(greeting, ScriptedReply.call("add_note", "{\"text\": \"Hello!\"}")).isRight()).isFalse();
    }

    @Test
    void whatWasRecordedIsComparedWithItsThought() throws IOException {
        EvalCase greeting = expecting("\"Hello!\"");

        assertThat(first(greeting, ScriptedReply.text("Hello!").thinking("Greet.")).isAsRecorded()).isTrue();
        assertThat(first(greeting, ScriptedReply.text("Hello!").thinking("Hm.")).isAsRecorded()).isFalse();
    }

    @Test
    void toolsThatAreDeclaredAsTheBuiltInOnesAreThoseAtWork() {
        EvalCase listing = EvalCases.bundled()
                .stream()
                .filter(each -> each.expected().toString().startsWith("write_file"))
                .filter(each -> !each.expected().toString().contains("/"))
                .findFirst()
                .orElseThrow();
        var expected = (EvalCase.Expected.Call) listing.expected();

        first(listing, ScriptedReply.call(expected.name(), expected.arguments().toString()));

        assertThat(folder.resolve(expected.arguments().path("path").textValue())).exists();
    }

    @Test
    void aLineThatIsNoCaseIsNamed() throws IOException {
        assertThatThrownBy(() -> expecting("{\"name\": 3}")).isInstanceOf(AgentException.class)
                .hasMessageContaining(
                        "cases.jsonl, line 1: expected \"expected\" with an answer's text or with a call's");
        Files.writeString(folder.resolve("broken.jsonl"), "\n{\"kind\": ");
        assertThatThrownBy(() -> EvalCases.of(folder.resolve("broken.jsonl")))
                .hasMessageContaining("broken.jsonl, line 2: expected a JSON object");
        assertThatThrownBy(() -> EvalCases.of(folder.resolve("none.jsonl")))
                .hasMessageContaining("none.jsonl: there is no such file");
    }

    private Evaluation.Outcome first(EvalCase source, ScriptedReply reply) {
        ScriptedChatModel model = ScriptedChatModel.of(reply, ScriptedReply.text("Done."));
        return new Evaluation(AgentModel.of("scripted", model), folder, Evaluation.Watch.NONE).run(source);
    }

    private EvalCase expecting(String expected) throws IOException {
        Path file = folder.resolve("cases.jsonl");
        var row = MAPPER.createObjectNode()
                .put("kind", "test")
                .put("think", true)
                .put("prompt", "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n<think>\n")
                .put("completion_llamacpp_q8_0", "Greet.\n</think>\n\nHello!");
        row.set("expected", MAPPER.readTree(expected));
        Files.writeString(file, row.toString());
        return EvalCases.of(file).getFirst();
    }

    private static ChatPrompt prompt(EvalCase source) {
        List<ChatMessage> messages = new ArrayList<>();
        if (!source.system().isEmpty()) {
            messages.add(SystemMessage.from(source.system()));
        }
        messages.add(UserMessage.from(source.request()));
        Thinking thinking = source.thinking().equals(ThinkingMode.OFF) ? Thinking.OFF : Thinking.ON;
        return new ChatPrompt(messages, source.tools(), thinking);
    }
}
