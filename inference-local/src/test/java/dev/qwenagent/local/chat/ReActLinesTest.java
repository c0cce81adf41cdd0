package dev.qwenagent.local.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replies in the form of ReAct: thought, action, its input, answer, each behind its label. */
class ReActLinesTest {

    private static final ReplyRules RULES = ReplyRules.of(CallFormat.REACT, List.of());

    private static Reply read(String text, ReplyEnd end) {
        ReplyReader reader = ReplyReader.ofReply(RULES, event -> {});
        reader.accept(text);
        return reader.finish(end);
    }

    private static Reply read(String text) {
        return read(text, ReplyEnd.STOPPED);
    }

    private static ToolCall.Complete complete(String name, String arguments) {
        return new ToolCall.Complete(name, arguments, false);
    }

    @Test
    void thoughtAndActionAreRead() {
        Reply reply = read("Thought: look it up\nAction: search\nAction Input: {\"q\": \"a: b\"}");
        assertThat(reply)
                .isEqualTo(new Reply("look it up", "", List.of(complete("search", "{\"q\":\"a: b\"}")), List.of(),
                        ThoughtEnd.CLOSED));
    }

    @Test
    void inventedObservationAndAllBehindItAreDropped() {
        Reply reply = read("Action: f\nAction Input: {\"a\": 1}\nObservation: 7\nThought: so\nAction: g\n"
                + "Action Input: {}\nFinal Answer: 7", ReplyEnd.CUT);
        assertThat(reply)
                .isEqualTo(new Reply("", "", List.of(complete("f", "{\"a\":1}")), List.of(), ThoughtEnd.CLOSED));
    }

    @Test
    void finalAnswerIsTheAnswer() {
        Reply reply = read("Thought: I know.\nFinal Answer: It is 7.\nThought: no label here\nAction: none");
        assertThat(reply).isEqualTo(new Reply("I know.", "It is 7.\nThought: no label here\nAction: none", List.of(),
                List.of(), ThoughtEnd.CLOSED));
    }

    @Test
    void textWithoutLabelsIsTheAnswer() {
        assertThat(read("Plain.\nObservation: none\nTwo Actions: a").text())
                .isEqualTo("Plain.\nObservation: none\nTwo Actions: a");
    }

    @Test
    void severalActionsAreSeveralCalls() {
        assertThat(read("Action: f\nAction Input: {\"a\": 1}\nAction: g\nAction Input: {}\n").calls())
                .containsExactly(complete("f", "{\"a\":1}"), complete("g", "{}"));
    }

    @Test
    void thoughtBetweenTagsStandsBeforeTheLines() {
        Reply reply = read("<think>\nhm\n</think>\n\nThought: ok\nAction: f\nAction Input: {\"a\": \"<think>\"}\n");
        assertThat(reply.thinking()).isEqualTo("hm\nok");
        assertThat(reply.calls()).containsExactly(complete("f", "{\"a\":\"<think>\"}"));
    }

    @Test
    void actionInsideATaggedThoughtIsNeverMade() {
        Reply reply = read("<think>\nAction: f\nAction Input: {}\n</think>\nplain");
        assertThat(reply.calls()).isEmpty();
        assertThat(reply.errors()).singleElement().asString().contains("inside a thought");
    }

    @Test
    void fencedInputIsMended() {
        assertThat(read("Action: f\nAction Input: ```json\n{\"a\": 1}\n```").calls())
                .containsExactly(new ToolCall.Complete("f", "{\"a\":1}", true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '~', value = { //
        "Action: f                                                   § only \"f\"", //
        "Action Input: {}                                            § expected the two lines", //
        "Action: f g\\nAction Input: {}                              § is not the name of a tool", //
        "Action: f\\nAction Input: Paris                             § expected a value", //
        "Action: f\\nAction Input: [1]                               § must be a JSON object", //
        "Action: f\\nAction Input: {'a': 1}                          § is not correct JSON", //
        "Action: f\\nAction Input: {\"a\": 1                         § it ends before it is complete"})
    void unreadableActionSaysWhatToMend(String text, String reason) {
        Reply reply = read(text.replace("\\n", "\n"));
        assertThat(reply.calls()).isEmpty();
        assertThat(reply.errors()).singleElement()
                .asString()
                .startsWith("error: ")
                .contains(reason)
                .endsWith("Action: <function-name>\nAction Input: <args-json-object>");
    }

    @Test
    void actionThatWasCutIsNotMade() {
        assertThat(read("Action: f\nAction Input: {\"a\": 1}", ReplyEnd.CUT).calls()).isEmpty();
        assertThat(read("Action: f\nAction Input: {\"a\": 1}\nObs", ReplyEnd.CUT).calls()).isEmpty();
    }

    @Test
    void nameIsKnownWithTheEndOfItsLine() {
        List<ReplyEvent> events = new ArrayList<>();
        ReplyReader reader = ReplyReader.ofReply(RULES, events::add);
        reader.accept("Action: sea");
        assertThat(events).isEmpty();
        reader.accept("rch\n");
        assertThat(events).containsExactly(new ReplyEvent.CallNamed(0, "search"));
    }

    @Test
    void whereTheStreamIsCutMakesNoDifference() {
        String text = "<think>a</think>\nThought: b\n  Action: f\nAction Input: {\"a\":\n 1}\nAction: g\nAction Input: {}\n"
                + "Actio\nFinal Answer: c\n d ";
        Reply whole = read(text);
        for (int cut = 1; cut < text.length(); cut++) {
            ReplyReader reader = ReplyReader.ofReply(RULES, event -> {});
            reader.accept(text.substring(0, cut));
            reader.accept(text.substring(cut));
            assertThat(reader.finish(ReplyEnd.STOPPED)).as("cut at %d", cut).isEqualTo(whole);
        }
    }
}
