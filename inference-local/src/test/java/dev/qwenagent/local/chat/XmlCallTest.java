package dev.qwenagent.local.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls in the XML form, as Qwen3-Coder and Qwen3.5 write them, well and not so well. */
class XmlCallTest {

    private static final ToolSpecification TOOL = ToolSpecification.builder()
            .name("write")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("text")
                    .addIntegerProperty("count")
                    .addNumberProperty("share")
                    .addBooleanProperty("exact")
                    .addEnumProperty("mode", List.of("1", "two"))
                    .addProperty("tags", JsonArraySchema.builder().build())
                    .addProperty("options", JsonObjectSchema.builder().build())
                    .addProperty("maybe", JsonRawSchema.from("{\"type\": [\"string\", \"null\"]}"))
                    .addProperty("either",
                            JsonRawSchema.from("{\"anyOf\": [{\"type\": \"string\"}, {\"type\": \"integer\"}]}"))
                    .addProperty("shared", JsonRawSchema.from("{\"$ref\": \"#/$defs/Size\"}"))
                    .addProperty("any", JsonRawSchema.from("{}"))
                    .definitions(Map.of("Size", JsonRawSchema.from("{\"type\": \"integer\"}")))
                    .build())
            .build();
    private static final ToolSpecification NOW = ToolSpecification.builder().name("now").build();
    private static final ReplyRules RULES = ReplyRules.of(CallFormat.XML, List.of(TOOL, NOW));

    private static Reply read(String text) {
        ReplyReader reader = ReplyReader.ofReply(RULES, event -> {});
        reader.accept(text);
        return reader.finish(ReplyEnd.STOPPED);
    }

    private static String call(String name, String... parameters) {
        StringBuilder call = new StringBuilder("<tool_call>\n<function=" + name + ">\n");
        for (int i = 0; i < parameters.length; i += 2) {
            call.append("<parameter=").append(parameters[i]).append(">\n");
            call.append(parameters[i + 1]).append("\n</parameter>\n");
        }
        return call + "</function>\n</tool_call>";
    }

    private static ToolCall.Complete complete(String name, String arguments) {
        return new ToolCall.Complete(name, arguments, false);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '~', value = { //
        "text    § 42                § \"42\"", //
        "text    § true              § \"true\"", //
        "text    § {\"a\": 1}        § \"{\\\"a\\\": 1}\"", //
        "text    § <b>1 < 2 & 3</b>  § \"<b>1 < 2 & 3</b>\"", //
        "text    § größe 東京 👋     § \"größe 東京 👋\"", //
        "text    § ~~                § \"\"", //
        "count   § 3                 § 3", //
        "count   § 3.0               § 3", //
        "count   § 12345678901234567890 § 12345678901234567890", //
        "count   § three             § \"three\"", //
        "count   § 3.5               § \"3.5\"", //
        "share   § 0.50              § 0.50", //
        "share   § 7                 § 7", //
        "exact   § true              § true", //
        "exact   § False             § false", //
        "exact   § 1                 § \"1\"", //
        "mode    § 1                 § \"1\"", //
        "tags    § [{\"a\": 1}, \"b\"] § [{\"a\":1},\"b\"]", //
        "tags    § ['a', True]       § [\"a\",true]", //
        "tags    § a, b              § \"a, b\"", //
        "options § {\"a\": {\"b\": []}} § {\"a\":{\"b\":[]}}", //
        "maybe   § null              § null", //
        "maybe   § 5                 § \"5\"", //
        "either  § 5                 § 5", //
        "either  § five              § \"five\"", //
        "shared  § 5                 § 5", //
        "any     § 5                 § 5", //
        "any     § [1]               § [1]", //
        "any     § five              § \"five\"", //
        "unknown § 5                 § 5"})
    void valueGetsTheTypeThatTheSchemaAsksFor(String parameter, String value, String typed) {
        assertThat(read(call("write", parameter, value)).calls())
                .containsExactly(complete("write", "{\"" + parameter + "\":" + typed + "}"));
    }

    @Test
    void indentationAndLineBreaksOfAValueAreKept() {
        assertThat(read(call("write", "text", "  a\n\n    b\n")).calls())
                .containsExactly(complete("write", "{\"text\":\"  a\\n\\n    b\\n\"}"));
    }

    @Test
    void lineBreaksOfWindowsAroundAValueAreNoPartOfIt() {
        assertThat(read(call("write", "text", "a\n\nb").replace("\n", "\r\n")).calls())
                .containsExactly(complete("write", "{\"text\":\"a\\r\\n\\r\\nb\"}"));
    }

    @Test
    void parametersComeInAnyOrder() {
        assertThat(read(call("write", "count", "1", "text", "a")).calls())
                .containsExactly(complete("write", "{\"count\":1,\"text\":\"a\"}"));
    }

    @Test
    void callWithoutArgumentsIsComplete() {
        assertThat(read("<tool_call>\n<function=now>\n</function>\n</tool_call>").calls())
                .containsExactly(complete("now", "{}"));
    }

    @Test
    void nameIsKnownWithTheEndOfItsTagAndBeginningsOfTagsAreHeldBack() {
        List<ReplyEvent> events = new ArrayList<>();
        ReplyReader reader = ReplyReader.ofReply(RULES, events::add);
        reader.accept("a <tool_c");
        assertThat(events).containsExactly(new ReplyEvent.AnswerPiece("a"));
        reader.accept("all>\n<function=wri");
        reader.accept("te");
        assertThat(events).hasSize(1);
        reader.accept(">");
        assertThat(events).last().isEqualTo(new ReplyEvent.CallNamed(0, "write"));
    }

    @Test
    void argumentsAreToldWithTheCallAloneWhateverTheyLookLike() {
        List<ReplyEvent> events = new ArrayList<>();
        ReplyReader reader = ReplyReader.ofReply(RULES, events::add);
        reader.accept(" ".repeat(300) + call("write", "text", "{\"name\": \"now\", \"arguments\": {\"a\": 1}}"));
        assertThat(events).hasSize(2).first().isEqualTo(new ReplyEvent.CallNamed(0, "write"));
        assertThat(events).last().isInstanceOf(ReplyEvent.CallCompleted.class);
    }

    @Test
    void severalCallsAndTheTextBeforeThemAreKept() {
        Reply reply = read("Both.\n\n" + call("now") + "\n" + call("write", "count", "1"));
        assertThat(reply.text()).isEqualTo("Both.");
        assertThat(reply.calls()).containsExactly(complete("now", "{}"), complete("write", "{\"count\":1}"));
    }

    @Test
    void firstCallMayLackItsOpeningTag() {
        Reply reply = read("Both.\n" + call("write", "text", "a</function>b").replace("<tool_call>\n", "") + "\n"
                + call("now") + "\nDone.");
        assertThat(reply.calls()).containsExactly(complete("write", "{\"text\":\"a</function>b\"}"),
                complete("now", "{}"));
        assertThat(reply.text()).isEqualTo("Both.\n\n\nDone.");
    }

    @Test
    void functionTagOfNoKnownToolIsText() {
        Reply reply = read("Write <function=NAME> and </function>.");
        assertThat(reply.text()).isEqualTo("Write <function=NAME> and </function>.");
        assertThat(reply.calls()).isEmpty();
    }

    @Test
    void tagsInsideAValueBelongToIt() {
        String value = "<tool_call>\n<function=now>\n</function>\n</tool_call> </parameter> x";
        assertThat(read(call("write", "text", value)).calls()).singleElement()
                .extracting(ToolCall.Complete::arguments)
                .isEqualTo(CompactJson.of(LenientJson.strict("{\"text\": \"" + value.replace("\n", "\\n") + "\"}")));
    }

    @Test
    void callInsideAThoughtIsNeverMade() {
        for (String thought : List.of("hm\n" + call("now"), "hm\n" + call("now") + "\n</think>\n\n",
                "hm\n<function=now>\n</function>\n</think>")) {
            ReplyReader reader = ReplyReader.after(new RenderedPrompt("<think>\n", true), RULES, event -> {});
            reader.accept(thought);
            Reply reply = reader.finish(ReplyEnd.STOPPED);
            assertThat(reply.calls()).isEmpty();
            assertThat(reply.errors()).singleElement().asString().contains("inside a thought");
            assertThat(reply.thinking()).startsWith("hm");
            assertThat(reply.text()).isEmpty();
        }
    }

    @Test
    void jsonAnswerAfterAThoughtIsText() {
        ReplyReader reader = ReplyReader.after(new RenderedPrompt("<think>\n", true), RULES, event -> {});
        reader.accept("hm\n</think>\n\n{\"amount\": 1}");
        assertThat(reader.finish(ReplyEnd.STOPPED))
                .isEqualTo(new Reply("hm", "{\"amount\": 1}", List.of(), List.of(), ThoughtEnd.CLOSED));
    }

    @Test
    void brokenCallIsAskedForInTheFormThatTheModelKnows() {
        assertThat(read("<tool_call>\n<function=now>\n").errors()).singleElement()
                .asString()
                .contains("<parameter=KEY>\nVALUE\n</parameter>")
                .doesNotContain("{\"name\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '~', value = { //
        "<function=write><parameter=text>a</function>                                § never closed", //
        "<function=write><parameter=text>a</parameter>x</function>                   § never closed", //
        "<function=write><parameter=text>a</parameter><parameter=text>b</parameter></function> § appears twice", //
        "<function=write>text</function>                                             § expected <parameter=", //
        "<function=></function>                                                    § expected a name"})
    void unreadableCallSaysWhatToMend(String body, String reason) {
        Reply reply = read("<tool_call>" + body + "</tool_call>" + call("now"));
        assertThat(reply.errors()).singleElement().asString().startsWith("error: ").contains(reason);
        assertThat(reply.calls()).containsExactly(complete("now", "{}"));
    }

    @Test
    void missingEndOfTheFunctionIsMendedOnlyIfTheClosingTagCame() {
        String body = "<tool_call>\n<function=write>\n<parameter=count>\n1\n</parameter>\n";
        assertThat(read(body + "</tool_call>").calls())
                .containsExactly(new ToolCall.Complete("write", "{\"count\":1}", true));
        assertThat(read(body).calls()).isEmpty();
        assertThat(read(body).errors()).hasSize(1);
    }

    @Test
    void parameterThatIsNotClosedBeforeTheNextIsAnErrorThatNamesBoth() {
        Reply reply = read(call("write", "text", "one\n<parameter=count>\n2"));
        assertThat(reply.calls()).isEmpty();
        assertThat(reply.errors()).singleElement()
                .asString()
                .contains("the parameter text is not closed by </parameter> before <parameter=count>");
        assertThat(read(call("write", "text", "one\n<parameter=other>\n2")).calls()).hasSize(1);
    }
}
