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
    void argumentsThatAreTextAreRefusedByATemplateThatWantsAnObjectWithWhatToDo() throws IOException {
        trial.commands()
                .file("messages.json", """
                        [{"role": "user", "content": "x"}, {"role": "assistant", "content": "", "tool_calls": [{"type":
                        "function", "function": {"name": "count", "arguments": "{\\"n\\": 3}"}}]},
                        {"role": "tool", "content": "ok"}]""");
        assertThat(trial.commands().execute("model", "render", CODER, "--messages", "messages.json")).isEqualTo(1);
        assertThat(trial.commands().err().lines()).singleElement()
                .asString()
                .contains("chat template, line ", "arguments of a call as an object");
        assertThat(trial.commands().out()).isEmpty();
    }

    @Test
    void variablesReachTheTemplateAsJson() throws IOException {
        trial.commands().file("messages.json", "[{\"role\": \"user\", \"content\": \"Hello!\"}]");
        assertThat(trial.json("render", "demo", "--messages", "messages.json", "--variable",
                "add_generation_prompt=false").get("prompt").textValue())
                .endsWith("<|im_start|>user\nHello!<|im_end|>\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tools=[]    | --variable tools: expected another name; use --tools FILE
            a=yes       | --variable a: expected JSON, found yes
            """)
    void variableThatIsNoneIsWrongUsage(String variable, String message) throws IOException {
        trial.commands().file("messages.json", "[{\"role\": \"user\", \"content\": \"Hello!\"}]");
        assertThat(trial.commands()
                .execute("model", "render", "demo", "--messages", "messages.json", "--variable", variable))
                .isEqualTo(2);
        assertThat(trial.commands().err().lines()).singleElement().asString().contains(message);
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
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ~~                                | expected a JSON list with at least one entry, found nothing
            []                                | expected a JSON list with at least one entry, found an empty one
            {"role": 1}                       | expected a JSON list with at least one entry, found an object
            "x"                               | expected a JSON list with at least one entry, found a text
            [{                                | expected JSON; it ends too soon in line 1
            [] []                             | expected JSON; there is more behind its end in line 1
            [{"role": x}]                     | expected JSON; Unrecognized token 'x'
            ["hi"]                            | message 1: expected a JSON object, found "hi"
            [{"content": "x"}]                | message 1: expected "role" to be a text, found nothing
            [{"role": "user"}, {"role": 7}]   | message 2: expected "role" to be a text, found 7
            [{"role": "user", "content": 7}]  | message 1: expected "content" to be a text or a list of parts, found 7
            [{"role": "assistant", "tool_calls": {}}] | message 1: expected "tool_calls" to be a list, found {}
            """)
    void messagesThatAreNoneAreWrongUsage(String content, String message) throws IOException {
        trial.commands().file("messages.json", content);
        assertThat(trial.commands().execute("model", "render", CODER, "--messages", "messages.json")).isEqualTo(2);
        assertThat(trial.commands().err().lines()).singleElement()
                .asString()
                .contains("--messages messages.json: " + message);
        assertThat(trial.commands().out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"name": "f"}                                        | tools: expected a JSON list, found {"name":"f"}
            ["f"]                                                | tool 1: expected "name" to be a text, found nothing
            [{"type": "function", "function": {"name": 7}}]      | tool 1: expected "name" to be a text, found 7
            [{"name": "f"}, {"name": "g", "parameters": []}]     | tool 2 (g): expected "parameters" to be a JSON schema, found []
            [{"name": "f", "parameters": {"properties": []}}]    | tool 1 (f): expected "properties" to be an object, found []
            [{"name": "f", "parameters": {"properties": {"a": "string"}}}] | tool 1 (f): expected the schema of "a" to be an object
            [{"name": "f", "parameters": {"required": "a"}}]     | tool 1 (f): expected "required" to be a list, found "a"
            [{                                                   | expected JSON; it ends too soon
            """)
    void toolsThatAreNoneAreWrongUsageForBothCommands(String content, String message) throws IOException {
        trial.commands()
                .file("tools.json", content)
                .file("messages.json", "[{\"role\": \"user\", \"content\": \"x\"}]");
        assertThat(trial.commands()
                .execute("model", "render", CODER, "--messages", "messages.json", "--tools", "tools.json"))
                .isEqualTo(2);
        assertThat(trial.commands()
                .execute("model", "parse", "--format", "nous", "--text", "a", "--tools", "tools.json")).isEqualTo(2);
        assertThat(trial.commands().err().lines()).hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("--tools tools.json: " + message));
        assertThat(trial.commands().out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            render coder.gguf                                           | Missing required option: '--messages=FILE'
            render coder.gguf --messages none.json                      | --messages none.json: there is no such file
            render coder.gguf --messages binary.json                    | --messages binary.json: expected JSON; the file is no text in UTF-8
            render coder.gguf --messages messages.json --thinking maybe | Invalid value for option '--thinking'
            render coder.gguf --messages messages.json --tools none.json | --tools none.json: there is no such file
            parse --format yaml --text a                                | Invalid value for option '--format'
            parse --text a                                              | Missing required option: '--format=nous|xml|react'
            parse --format xml                                          | Missing required option: '--text=TEXT'
            parse --format xml --text a --tools none.json               | --tools none.json: there is no such file
            parse --format xml --text a b                               | Unmatched argument at index 6: 'b'
            """)
    void wrongUsageIsOneLine(String command, String message) throws IOException {
        trial.commands().file("messages.json", "[{\"role\": \"user\", \"content\": \"x\"}]");
        Files.write(trial.commands().working().resolve("binary.json"), new byte[]{(byte) 0xff, 'a'});
        String[] arguments = ("model " + command).split(" ");
        assertThat(trial.commands().execute(arguments)).isEqualTo(2);
        assertThat(trial.commands().err().lines()).singleElement().asString().contains(message);
        assertThat(trial.commands().out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            none.gguf     | none.gguf: no such model file
            messages.json | messages.json: not a GGUF file
            """)
    void modelFileThatCannotBeReadIsAFailureOfOneLine(String file, String message) throws IOException {
        trial.commands().file("messages.json", "[{\"role\": \"user\", \"content\": \"x\"}]");
        assertThat(trial.commands().execute("model", "render", file, "--messages", "messages.json")).isEqualTo(1);
        assertThat(trial.commands().err().lines()).singleElement().asString().contains(message);
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
    void aReplyThatClosesAThoughtItDidNotOpenBeganInsideIt() throws IOException {
        JsonNode opened = trial.json("parse", "--format", "xml", "--text", "I count.\n</think>\n\nThree.");
        assertThat(opened.get("thinking").textValue()).isEqualTo("I count.");
        assertThat(opened.get("text").textValue()).isEqualTo("Three.");

        JsonNode after = trial.json("parse", "--format", "nous", "--text",
                "hm <tool_call>{\"name\": \"f\", \"arguments\": {}}</tool_call></think>done");
        assertThat(after.get("thinking").textValue()).startsWith("hm <tool_call>");
        assertThat(after.get("text").textValue()).isEqualTo("done");
        assertThat(after.get("calls")).isEmpty();
        assertThat(after.get("errors")).singleElement().asString().contains("inside a thought");

        String call = "<tool_call>\n{\"name\": \"write\", \"arguments\": {\"text\": \"</think>\"}}\n</tool_call>";
        assertThat(trial.json("parse", "--format", "nous", "--text", call).get("calls")).hasSize(1);
    }

    @Test
    void callThatEndsAThoughtOfThePromptIsNoCall() throws IOException {
        JsonNode reply = trial.json("parse", "--format", "xml", "--inside-thought", "--text",
                "hm\n<tool_call>\n<function=now>\n</function>\n</tool_call>");
        assertThat(reply.get("thinking").textValue()).startsWith("hm");
        assertThat(reply.get("calls")).isEmpty();
        assertThat(reply.get("errors")).singleElement().asString().contains("inside a thought");
        assertThat(trial.commands().err()).isEqualTo("note: the thought was never closed\n");
    }

    @Test
    void thoughtThatWasNeverClosedIsTheTextAndSaidToBe() throws IOException {
        JsonNode reply = trial.json("parse", "--format", "nous", "--text", "<think>It is 4.");
        assertThat(reply.toString())
                .isEqualTo("{\"thinking\":\"\",\"text\":\"It is 4.\",\"calls\":[],\"errors\":[]}");
        assertThat(trial.commands().err()).isEqualTo("note: the thought was never closed, so it is the text\n");
    }

    @Test
    void firstCallInXmlMayLackItsOpeningTagWhetherItsToolIsKnownOrNot() throws IOException {
        JsonNode reply = trial.json("parse", "--format", "xml", "--text",
                "Now.\n<function=count>\n<parameter=n>\n3\n</parameter>\n</function>\n</tool_call>");
        assertThat(reply.toString()).isEqualTo("{\"thinking\":\"\",\"text\":\"Now.\",\"calls\":[{\"name\":\"count\","
                + "\"arguments\":{\"n\":3}}],\"errors\":[]}");
    }

    @Test
    void longRepliesAreReadFromStandardInput() throws IOException {
        trial.commands().in("<tool_call>".repeat(100_000));
        JsonNode reply = trial.json("parse", "--format", "nous", "--text", "-");
        assertThat(reply.get("calls")).isEmpty();
        assertThat(reply.get("errors")).singleElement().asString().hasSizeLessThan(500);
        trial.commands().in("a\u0000b");
        assertThat(trial.json("parse", "--format", "nous", "--text", "-").get("text").textValue())
                .isEqualTo("a\u0000b");
    }

    @Test
    void aBrokenCallIsAnErrorForTheModel() throws IOException {
        JsonNode reply = trial.json("parse", "--format", "nous", "--text", "<tool_call>\n{\"name\": 7}\n</tool_call>");
        assertThat(reply.get("calls")).isEmpty();
        assertThat(reply.get("errors")).singleElement()
                .satisfies(error -> assertThat(error.textValue()).startsWith("error: "));
    }
}
