package dev.qwenagent.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.examples.cli.shell.Interruption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalCommandTest {

    private static final String CASE = "{\"kind\": \"%s\", \"think\": true, \"prompt\":"
            + " \"<|im_start|>user\\nHi<|im_end|>\\n<|im_start|>assistant\\n<think>\\n\", \"expected\": \"%s\","
            + " \"completion_llamacpp_q8_0\": \"</think>\\n\\nHello!\"}\n";

    @TempDir
    Path temporary;

    private CommandTrial trial;

    @BeforeEach
    void aFileWithThreeCasesOfTwoKinds() throws IOException {
        trial = new CommandTrial(temporary)
                .file("cases.jsonl", CASE.formatted("greet", "Hello!") + CASE.formatted("part", "Bye!")
                        + CASE.formatted("greet", "Good day!"));
    }

    @Test
    void theTableHasTheRateOfEachKindAndOfAll() {
        trial.model(ScriptedChatModel.of(hello(), hello(), ScriptedReply.text("Ahoy!")));

        assertThat(trial.execute("model", "eval", "--cases", "cases.jsonl")).isZero();

        assertThat(trial.out()).isEqualTo("""
                kind              cases  right     rate  as llama.cpp
                greet                 2      1   50.0 %             1
                part                  1      0    0.0 %             1
                all                   3      1   33.3 %             2
                """);
        assertThat(trial.err()).isEmpty();
    }

    @Test
    void verboseShowsWhatCameOutWrong() {
        trial.model(ScriptedChatModel.of(hello(), hello(), hello()));

        trial.execute("model", "eval", "--cases", "cases.jsonl", "--verbose");

        assertThat(trial.err()).contains("wrong     line 2, part: Hi", "expected  Bye!", "found     Hello!");
    }

    @Test
    void sideBySideHasBothRatesOfEachKind() {
        trial.model(ScriptedChatModel.of(hello(), hello(), hello(), hello(), hello(), hello()));

        assertThat(trial.execute("model", "eval", "--cases", "cases.jsonl", "--side-by-side")).isZero();

        assertThat(trial.out()).isEqualTo("""
                kind              cases   held to schemas           without
                greet                 2       1    50.0 %       1    50.0 %
                part                  1       0     0.0 %       0     0.0 %
                all                   3       1    33.3 %       1    33.3 %
                """);
        assertThat(trial.execute("model", "eval", "--cases", "cases.jsonl", "--side-by-side", "--no-constrain"))
                .isEqualTo(2);
    }

    @Test
    void jsonIsAnObjectALine() {
        trial.model(ScriptedChatModel.of(hello(), ScriptedReply.call("wave", "{\"hand\": 1}"), hello(), hello()));

        assertThat(trial.execute("model", "eval", "--cases", "cases.jsonl", "--json")).isZero();

        assertThat(trial.events("case")).extracting(row -> row.path("right").booleanValue())
                .containsExactly(true, false, false);
        assertThat(trial.events("case").get(1).path("found").path("name").textValue()).isEqualTo("wave");
        JsonNode last = trial.events().getLast();
        assertThat(last.path("kind").textValue()).isEqualTo("all");
        assertThat(last.path("right").intValue()).isEqualTo(1);
    }

    @Test
    void ctrlCEndsTheEvaluationWithAnErrorAsLastLine() {
        AtomicReference<Runnable> ctrlC = new AtomicReference<>();
        Interruption interruption = action -> {
            ctrlC.set(action);
            return () -> {};
        };
        trial.interruption(interruption).model(new StreamingChatModel() {
            @Override
            public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
                Thread.startVirtualThread(ctrlC.get());
            }
        });

        assertThat(trial.execute("model", "eval", "--cases", "cases.jsonl", "--json")).isEqualTo(130);

        assertThat(trial.events()).singleElement().satisfies(line -> {
            assertThat(line.path("type").textValue()).isEqualTo("error");
            assertThat(line.path("exit_code").intValue()).isEqualTo(130);
        });
    }

    @Test
    void aMissingFileAndAModelThatIsNoneAreOneLine() {
        assertThat(trial.execute("model", "eval", "--cases", "none.jsonl")).isEqualTo(1);
        assertThat(trial.execute("model", "eval", "--model", "gpt")).isEqualTo(2);

        assertThat(trial.err().lines()).hasSize(2);
        assertThat(trial.err()).contains("none.jsonl: there is no such file", "unknown model 'gpt'");
    }

    private static ScriptedReply hello() {
        return ScriptedReply.text("Hello!");
    }
}
