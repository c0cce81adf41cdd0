package dev.qwenagent.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chat protocol on the command line: prompts from templates, and calls out of replies. */
class ModelProtocolCommandsTest {

    private static final String CODER = "coder.gguf";
    private static final String TOOLS = "[{\"type\": \"function\", \"function\": {\"name\": \"count\", \"parameters\":"
            + " {\"type\": \"object\", \"properties\": {\"n\": {\"type\": \"integer\"}}}}}]";

    @TempDir
    private Path temporary;

    private ModelTrial trial;

    @BeforeEach
    void begin() throws IOException {
        trial = new ModelTrial(temporary);
        Files.write(trial.commands().working().resolve(CODER), ModelTrial
                .fileWithTemplate(new String(ModelTrial.bytes("qwen3-coder.jinja"), StandardCharsets.UTF_8)));
    }

    @Test
    void promptsAreThoseOfTheReferenceToTheByte() throws IOException {
        for (JsonNode chat : ModelTrial.resource("qwen3-coder-conversations.json")) {
            trial.commands()
                    .file("messages.json", chat.get("messages").toString())
                    .file("tools.json", chat.get("tools").toString());
            JsonNode prompt = trial.json("render", CODER, "--messages", "messages.json", "--tools", "tools.json");
            assertThat(prompt.get("prompt")).as(chat.get("name").textValue()).isEqualTo(chat.get("text"));
            assertThat(prompt.properties()).hasSize(1);
        }
    }

    @Test
    void argumentsThatAreTextGoToATemplateThatWantsAnObjectAsThatObject() throws IOException {
        trial.commands()
                .file("messages.json", """
                        [{"role": "user", "content": "x"}, {"role": "assistant", "content": "", "tool_calls": [{"type":
                        "function", "function": {"name": "count", "arguments": "{\\"n\\": 3}"}}]},
                        {"role": "tool", "content": "ok"}]""");
        String prompt = trial.json("render", CODER, "--messages", "messages.json").get("prompt").textValue();
        assertThat(prompt).contains("<function=count>\n<parameter=n>\n3\n</parameter>\n</function>");
    }

    @Test
    void thinkingIsAskedForOrNotAsTheTemplateHasIt() throws IOException {
        trial.commands().file("messages.json", "[{\"role\": \"user\", \"content\": \"Hello!\"}]");
        String thinking = "<|im_start|>user\nHello!<|im_end|>\n<|im_start|>assistant\n<think>\n";
        String[] render = {"render", "demo", "--messages", "messages.json", "--thinking", ""};

        render[5] = "on";
        assertThat(trial.json(render).get("prompt").textValue()).isEqualTo(thinking);
        render[5] = "off";
        assertThat(trial.json(render).get("prompt").textValue()).isEqualTo(thinking + "\n</think>\n\n");
    }

    @Test
    void whatATemplateRefusesIsOneLineWithItsLine() throws IOException {
        Files.write(trial.commands().working().resolve(CODER),
                ModelTrial.fileWithTemplate("{{ raise_exception('No user query found.') }}"));
        trial.commands().file("messages.json", "[{\"role\": \"user\", \"content\": \"Hello!\"}]");
        assertThat(trial.commands().execute("model", "render", CODER, "--messages", "messages.json")).isEqualTo(1);
        assertThat(trial.commands().err().lines()).singleElement().asString().contains("line 1: No user query found.");
    }

    @Test
    void aFileWithoutATemplateSaysSo() throws IOException {
        trial.commands().file("messages.json", "[{\"role\": \"user\", \"content\": \"Hello!\"}]");
        assertThat(trial.commands().execute("model", "render", ModelTrial.MODEL, "--messages", "messages.json"))
                .isEqualTo(1);
        assertThat(trial.commands().err()).contains("m.gguf: expected a chat template", "found none");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []            | expected a JSON list with at least one entry, found an empty one
            {"role": 1}   | expected a JSON list with at least one entry, found OBJECT
            [{            | expected JSON
            """)
    void messagesThatAreNoListAreWrongUsage(String content, String message) throws IOException {
        trial.commands().file("messages.json", content);
        assertThat(trial.commands().execute("model", "render", CODER, "--messages", "messages.json")).isEqualTo(2);
        assertThat(trial.commands().err().lines()).singleElement()
                .asString()
                .contains("--messages messages.json: " + message);
    }

    @Test
    void missingMessagesAreWrongUsage() {
        assertThat(trial.commands().execute("model", "render", CODER, "--messages", "none.json")).isEqualTo(2);
        assertThat(trial.commands().err()).contains("--messages none.json: there is no such file");
    }

    @Test
    void callsInJsonAreReadWithTheThoughtAndTheTextAroundThem() throws IOException {
        JsonNode reply = trial.json("parse", "--format", "nous", "--text", """
                <think>
                I count.
                </think>

                Now: <tool_call>
                {"name": "count", "arguments": {"n": 1.10, "big": 12345678901234567890}}
                </tool_call>""");
        assertThat(reply.toString()).isEqualTo("{\"thinking\":\"I count.\",\"text\":\"Now:\",\"calls\":[{\"name\":"
                + "\"count\",\"arguments\":{\"n\":1.1,\"big\":12345678901234567890}}],\"errors\":[]}");
        assertThat(trial.commands().out()).contains("\"n\":1.10,");
    }

    @Test
    void valuesInXmlGetTheTypesOfTheToolsThatWereShown() throws IOException {
        trial.commands().file("tools.json", TOOLS);
        String text = "<tool_call>\n<function=count>\n<parameter=n>\n3\n</parameter>\n</function>\n</tool_call>";
        JsonNode call = trial.json("parse", "--format", "xml", "--text", text, "--tools", "tools.json").get("calls");
        assertThat(call.toString()).isEqualTo("[{\"name\":\"count\",\"arguments\":{\"n\":3}}]");
    }

    @Test
    void linesOfReActAreReadAsACall() throws IOException {
        JsonNode reply = trial.json("parse", "--format", "react", "--text",
                "Thought: I count.\nAction: count\nAction Input: {\"n\": 3}\n");
        assertThat(reply.get("thinking").textValue()).isEqualTo("I count.");
        assertThat(reply.get("calls").toString()).isEqualTo("[{\"name\":\"count\",\"arguments\":{\"n\":3}}]");
    }

    @Test
    void callsThatDoNotFitTheToolsThatWereShownAreErrors() throws IOException {
        trial.commands().file("tools.json", TOOLS);
        JsonNode reply = trial.json("parse", "--format", "nous", "--tools", "tools.json", "--text", """
                <tool_call>
                {"name": "weigh", "arguments": {}}
                </tool_call>
                <tool_call>
                {"name": "count", "arguments": {"n": "three"}}
                </tool_call>
                <tool_call>
                {"name": "count", "arguments": {"n": 3}}
                </tool_call>""");
        assertThat(reply.get("calls").toString()).isEqualTo("[{\"name\":\"count\",\"arguments\":{\"n\":3}}]");
        assertThat(reply.get("errors")).hasSize(2)
                .extracting(JsonNode::textValue)
                .allSatisfy(error -> assertThat(error).startsWith("error: "))
                .first()
                .asString()
                .contains("there is no tool weigh", "count");
    }

    @Test
    void aReplyWhoseFirstTagClosesAThoughtBeganInsideIt() throws IOException {
        JsonNode opened = trial.json("parse", "--format", "xml", "--text", "I count.\n</think>\n\nThree.");
        assertThat(opened.get("thinking").textValue()).isEqualTo("I count.");
        assertThat(opened.get("text").textValue()).isEqualTo("Three.");

        String call = "<tool_call>\n{\"name\": \"write\", \"arguments\": {\"text\": \"</think>\"}}\n</tool_call>";
        assertThat(trial.json("parse", "--format", "nous", "--text", call).get("calls")).hasSize(1);
    }

    @Test
    void aBrokenCallIsAnErrorForTheModel() throws IOException {
        JsonNode reply = trial.json("parse", "--format", "nous", "--text", "<tool_call>\n{\"name\": 7}\n</tool_call>");
        assertThat(reply.get("calls")).isEmpty();
        assertThat(reply.get("errors")).singleElement()
                .satisfies(error -> assertThat(error.textValue()).startsWith("error: "));
    }

    @Test
    void anUnknownFormAndToolsThatAreNoneAreWrongUsage() throws IOException {
        trial.commands().file("tools.json", "[{\"name\": 7}]");
        assertThat(trial.commands().execute("model", "parse", "--format", "yaml", "--text", "a")).isEqualTo(2);
        assertThat(trial.commands()
                .execute("model", "parse", "--format", "nous", "--text", "a", "--tools", "tools.json")).isEqualTo(2);
        assertThat(trial.commands().err().lines()).hasSize(2);
        assertThat(trial.commands().err()).contains("--format", "--tools tools.json: tool 1: expected \"name\"");
    }
}
