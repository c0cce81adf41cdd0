package dev.qwenagent.local.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReplyReaderTest {

    private static final ReplyRules RULES = ReplyRules.of(CallFormat.JSON, List.of());

    private static final String CALL = "<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": 1}}\n</tool_call>";

    private static Reply read(String text) {
        return read(text, ReplyEnd.STOPPED);
    }

    private static Reply read(String text, ReplyEnd end) {
        ReplyReader reader = ReplyReader.ofReply(RULES, event -> {});
        reader.accept(text);
        return reader.finish(end);
    }

    private static ToolCall.Complete call(String name, String arguments) {
        return new ToolCall.Complete(name, arguments, false);
    }

    private static ToolCall.Complete repaired(String name, String arguments) {
        return new ToolCall.Complete(name, arguments, true);
    }

    @Test
    void completeCallIsRead() {
        assertThat(read(CALL).calls()).containsExactly(call("f", "{\"a\":1}"));
        assertThat(read(CALL).text()).isEmpty();
    }

    @Test
    void textAroundSeveralCallsIsKept() {
        Reply reply = read("hi\n" + CALL + "\n" + CALL.replace("1", "2") + "\nbye\n");
        assertThat(reply.text()).isEqualTo("hi\n\n\nbye");
        assertThat(reply.calls()).containsExactly(call("f", "{\"a\":1}"), call("f", "{\"a\":2}"));
    }

    @Test
    void unterminatedCompleteCallIsTakenOnlyIfTheModelStopped() {
        String text = "<tool_call>\n{\"name\":\"f\",\"arguments\":{\"a\":1}}";
        assertThat(read(text).calls()).containsExactly(repaired("f", "{\"a\":1}"));
        assertThat(read(text, ReplyEnd.CUT).calls()).isEmpty();
        assertThat(read(text, ReplyEnd.CUT).errors()).singleElement().asString().contains("cut inside a tool call");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '~', value = { //
        "{\"name\": \"f\", \"arguments\": {\"a\": 1       § it ends before it is complete", //
        "{\"name\": \"f\", \"argu                         § the string that begins here is never closed", //
        "{\"name\": \"f                                   § the string that begins here is never closed", //
        "{\"name\": \"f\"                                 § it ends before the arguments of f", //
        "{\"name\": \"f\", \"arguments\": {\"a\": \"x     § the string that begins here is never closed", //
        "{\"name\": \"f\", \"arguments\": {\"a\":         § a value is missing", //
        "{\"name\": \"f\", \"arguments\": {\"a\": 1,      § it ends after a comma", //
        "~~                                               § the tool call is empty"})
    void unterminatedIncompleteCallIsRejected(String body, String reason) {
        Reply reply = read("<tool_call>\n" + body);
        assertThat(reply.calls()).isEmpty();
        assertThat(reply.errors()).singleElement().asString().startsWith("error: ").contains(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '~', value = { //
        "{'name': 'f', 'arguments': {'a': 'it\\'s', }}                    § {\"a\":\"it's\"}", //
        "{\"name\": \"f\", \"arguments\": {\"a\": 1}}}                    § {\"a\":1}", //
        "{\"name\": \"f\", \"arguments\": {\"a\": \"x\"}                  § {\"a\":\"x\"}", //
        "{\"name\": \"f\", \"arguments\": {\"a\": 1                       § {\"a\":1}", //
        "{\"name\": \"f\", \"arguments\": \"{\\\"a\\\": 1}\"}             § {\"a\":1}", //
        "{\"name\": \"f\", \"arguments\": \"\"}                           § {}", //
        "{\"name\": \"f\", \"arguments\": null}                           § {}", //
        "{\"name\": \"f\"}                                                § {}", //
        "{\"name\": \"f\", \"parameters\": {\"a\": 1}}                    § {\"a\":1}", //
        "{\"name\": \"f\", \"arguments\": {\"a\": True, \"b\": [None,]}}  § {\"a\":true,\"b\":[null]}"})
    void callWithSmallMistakesIsRepairedAndFlagged(String body, String arguments) {
        assertThat(read("<tool_call>\n" + body + "\n</tool_call>").calls())
                .containsExactly(repaired("f", arguments));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '~', value = { //
        "{\"arguments\": {\"a\": 1.50}, \"name\": \"f\"}                  § {\"a\":1.50}", //
        "{\"name\":\"f\",\"arguments\":{\"a\":12345678901234567890}}      § {\"a\":12345678901234567890}", //
        "{\"name\":\"f\",\"arguments\":{\"s\": \"ha</tool_call>ha\"}}     § {\"s\":\"ha</tool_call>ha\"}", //
        "{\"name\":\"f\",\"arguments\":{\"s\": \"<think>\\\"\\u00e9\"}}   § {\"s\":\"<think>\\\"é\"}", //
        "{\"name\":\"f\",\"arguments\":{}}                                § {}"})
    void correctCallIsReadAsItStands(String body, String arguments) {
        assertThat(read("<tool_call>\n" + body + "\n</tool_call>").calls()).containsExactly(call("f", arguments));
    }

    @Test
    void rawLineBreakInAStringIsEscaped() {
        assertThat(read("<tool_call>{\"name\": \"f\", \"arguments\": {\"s\": \"a\nb\"}}</tool_call>").calls())
                .containsExactly(repaired("f", "{\"s\":\"a\\nb\"}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '~', value = { //
        "call f with 1                                          § expected a value", //
        "{\"arguments\": {}}                                    § \"name\" is missing", //
        "{\"name\": \" \", \"arguments\": {}}                   § \"name\" is missing", //
        "{\"name\": \"f\", \"arguments\": [1]}                  § must be a JSON object", //
        "{\"name\": \"f\", \"arguments\": {\"a\": [1, 2}}       § expected ',' or ']'", //
        "{\"name\": \"f\"} {\"name\": \"g\"}                    § text after the end", //
        "{\"name\": \"f\", \"arguments\": {\"a\": \"x}}         § never closed", //
        "[]                                                     § expected a JSON object"})
    void unreadableCallBecomesAnErrorForTheModel(String body, String reason) {
        Reply reply = read("before\n<tool_call>\n" + body + "\n</tool_call>\nafter");
        assertThat(reply.calls()).isEmpty();
        assertThat(reply.text()).isEqualTo("before\n\nafter");
        assertThat(reply.errors()).singleElement()
                .asString()
                .startsWith("error: ")
                .contains(reason)
                .contains("Write the whole call again");
    }

    @Test
    void brokenCallDoesNotHideTheNextOne() {
        Reply reply = read("<tool_call>{\"name\": \"f}</tool_call>" + CALL);
        assertThat(reply.errors()).hasSize(1);
        assertThat(read("<tool_call>oops</tool_call>" + CALL).calls()).containsExactly(call("f", "{\"a\":1}"));
    }

    @Test
    void beginningOfATagThatNeverCameIsText() {
        assertThat(read("a <tool_ca").text()).isEqualTo("a <tool_ca");
        assertThat(read("a <tool_ca", ReplyEnd.CUT).text()).isEqualTo("a");
    }

    @Test
    void callInsideAThoughtIsNotMadeAndTheModelIsTold() {
        Reply reply = read("<think>" + CALL + "</think>done");
        assertThat(reply.calls()).isEmpty();
        assertThat(reply.thinking()).contains("<tool_call>");
        assertThat(reply.text()).isEqualTo("done");
        assertThat(reply.errors()).singleElement().asString().contains("inside a thought");
    }

    @Test
    void callInsideAThoughtIsForgottenIfACallFollows() {
        Reply reply = read("<think>" + CALL + "</think>" + CALL);
        assertThat(reply.calls()).hasSize(1);
        assertThat(reply.errors()).isEmpty();
    }

    @Test
    void thoughtBeforeACallIsKeptApart() {
        Reply reply = read("<think>\nhm\n</think>\n\nok\n" + CALL);
        assertThat(reply.thinking()).isEqualTo("hm");
        assertThat(reply.text()).isEqualTo("ok");
        assertThat(reply.calls()).hasSize(1);
    }

    @Test
    void thoughtThatThePromptOpenedNeedsNoOpeningTag() {
        for (String opening : List.of("", "<think>\n")) {
            ReplyReader reader = ReplyReader.after(new RenderedPrompt("…<think>\n", true), RULES, event -> {});
            reader.accept(opening + "hm\n</think>\n\nyes");
            assertThat(reader.finish(ReplyEnd.STOPPED))
                    .isEqualTo(new Reply("hm", "yes", List.of(), List.of(), ThoughtEnd.CLOSED));
        }
    }

    @Test
    void thoughtNeverClosedIsTheAnswerIfTheModelStopped() {
        List<ReplyEvent> events = new ArrayList<>();
        ReplyReader reader = ReplyReader.ofReply(RULES, events::add);
        reader.accept("<think>it is 4");
        assertThat(reader.finish(ReplyEnd.STOPPED))
                .isEqualTo(new Reply("", "it is 4", List.of(), List.of(), ThoughtEnd.WAS_ANSWER));
        assertThat(events).containsExactly(new ReplyEvent.ThoughtPiece("it is 4"),
                new ReplyEvent.ThoughtWasAnswer("it is 4"));
    }

    @Test
    void thoughtThatWasCutStaysAThought() {
        assertThat(read("<think>it is", ReplyEnd.CUT))
                .isEqualTo(new Reply("it is", "", List.of(), List.of(), ThoughtEnd.LEFT_OPEN));
    }

    @Test
    void nameIsKnownBeforeTheArgumentsArrive() {
        List<ReplyEvent> events = new ArrayList<>();
        ReplyReader reader = ReplyReader.ofReply(RULES, events::add);
        reader.accept("<tool_call>\n{\"name\": \"f\"");
        assertThat(events).containsExactly(new ReplyEvent.CallNamed(0, "f"));
        reader.accept(", \"arguments\": {\"a\": [1");
        assertThat(events).last().isEqualTo(new ReplyEvent.ArgumentsPiece(0, "f", "{\"a\": [1"));
    }

    @Test
    void xmlCallIsRead() {
        String text = """
                <tool_call>
                <function=write>
                <parameter=path>
                a.html
                </parameter>
                <parameter=text>
                  <p>1 < 2</p>

                </tool_call>
                </parameter>
                <parameter=tags>
                [{"a": 1}, "b"]
                </parameter>
                <parameter=n>
                3
                </parameter>
                </function>
                </tool_call>""";
        assertThat(read(text).calls()).containsExactly(call("write",
                "{\"path\":\"a.html\",\"text\":\"  <p>1 < 2</p>\\n\\n</tool_call>\",\"tags\":[{\"a\":1},\"b\"],\"n\":3}"));
        assertThat(read("<tool_call>\n<function=x>\n</function>\n</tool_call>").calls())
                .containsExactly(call("x", "{}"));
        assertThat(read("<tool_call>\n<function=x>\n<parameter=a>\n1\n</tool_call>").errors()).singleElement()
                .asString()
                .contains("never closed");
    }

    static Stream<String> replies() {
        return Stream.of(
                "<think>\nhm <b>\n</think>\n\nhi\n" + CALL + "\nmid " + CALL.replace("1", "{\"b\": \"</tool_call>\"}")
                        + " end\n",
                "<tool_call>{\"name\": \"f}</tool_call>" + CALL + "x", "a <tool_ca", "<think>never " + CALL,
                "<tool_call>\n<function=f>\n<parameter=a>\n1\n</parameter>\n</function>\n</tool_call>",
                "<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": 1}}\n</tool_c",
                "</think> x <think>y</think> z 👋");
    }

    @ParameterizedTest
    @MethodSource("replies")
    void whereTheStreamIsCutMakesNoDifference(String text) {
        List<ReplyEvent> whole = events(text);
        for (int cut = 1; cut < text.length(); cut++) {
            assertThat(events(text.substring(0, cut), text.substring(cut))).as("cut at %d", cut).isEqualTo(whole);
        }
        assertThat(events(text.split(""))).isEqualTo(whole);
    }

    @Test
    void longHostileReplyIsReadInOneGo() {
        int many = 100_000;
        assertThat(read("<tool_call>\"</tool_call>".repeat(many) + "<think>").errors()).isNotEmpty();
        assertThat(read("<tool_call>\"" + "<tool_call>\\\"</tool_call>".repeat(many)).errors()).isNotEmpty();
        assertThat(read("<think>" + "<tool_call></thin".repeat(many)).thoughtEnd()).isEqualTo(ThoughtEnd.LEFT_OPEN);
        assertThat(read(" < \n".repeat(many) + "x").text()).endsWith("x");
        assertThat(read("<tool_call>" + "[".repeat(many)).errors()).singleElement().asString().contains("nested");
    }

    private static List<ReplyEvent> events(String... pieces) {
        List<ReplyEvent> events = new ArrayList<>();
        ReplyCase.of("", CallFormat.JSON, "").read(events, pieces);
        return events;
    }
}
