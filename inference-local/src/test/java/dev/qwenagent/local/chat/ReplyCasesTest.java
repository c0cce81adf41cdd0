package dev.qwenagent.local.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is known to go wrong in the replies of models, form by form, and what has to come of each. */
class ReplyCasesTest {

    private static final String CALL = tagged("{\"name\": \"f\", \"arguments\": {\"a\": 1}}");

    private static String tagged(String body) {
        return "<tool_call>\n" + body + "\n</tool_call>";
    }

    private static ReplyCase json(String name, String text, String... outcome) {
        return ReplyCase.of(name, CallFormat.JSON, text, outcome);
    }

    private static ReplyCase xml(String name, String text, String... outcome) {
        return ReplyCase.of(name, CallFormat.XML, text, outcome);
    }

    private static ReplyCase react(String name, String text, String... outcome) {
        return ReplyCase.of(name, CallFormat.REACT, text, outcome);
    }

    static Stream<ReplyCase> json() {
        String full = "<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": 1}}";
        return Stream.of( //
                json("one complete call", CALL, "call: f {\"a\":1}"),
                json("text and two calls", "hi\n" + CALL + "\n" + CALL.replace("1", "2"), "text: hi",
                        "call: f {\"a\":1}", "call: f {\"a\":2}"),
                json("text after the call", CALL + "\nbye", "text: bye", "call: f {\"a\":1}"),
                json("never closed, whole JSON", full, "mended: f {\"a\":1}"),
                json("cut behind whole JSON", full, "error: the reply was cut inside a tool call").cut(),
                json("never closed, JSON ends in a number", full.replace("}}", ""),
                        "error: … it ends before it is complete"),
                json("never closed, JSON ends in a key", "<tool_call>\n{\"name\": \"f\", \"argu",
                        "error: … never closed"),
                json("never closed, JSON ends in the name", "<tool_call>\n{\"name\": \"f", "error: … never closed"),
                json("nothing behind the opening tag", "<tool_call>", "error: the tool call is empty"),
                json("half an opening tag", "hi <tool_ca", "text: hi <tool_ca"),
                json("cut inside an opening tag", "hi <tool_ca", "text: hi").cut(),
                json("single quotes, a comma too many", tagged("{'name': 'f', 'arguments': {'a': 1,},}"),
                        "mended: f {\"a\":1}"),
                json("a brace too many", tagged("{\"name\": \"f\", \"arguments\": {\"a\": 1}}}"),
                        "mended: f {\"a\":1}"),
                json("a brace too few", tagged("{\"name\": \"f\", \"arguments\": {\"a\": \"x\"}"),
                        "mended: f {\"a\":\"x\"}"),
                json("arguments in a string", tagged("{\"name\": \"f\", \"arguments\": \"{\\\"a\\\": 1}\"}"),
                        "mended: f {\"a\":1}"),
                json("arguments called parameters", tagged("{\"name\": \"f\", \"parameters\": {\"a\": 1}}"),
                        "mended: f {\"a\":1}"),
                json("no JSON", tagged("call f with 1"), "error: … expected a value"),
                json("call in a thought", "<think>\n" + CALL + "\n</think>\ndone", "thought: " + CALL, "text: done",
                        "error: a tool call inside a thought is not executed"),
                json("call in a thought, and one behind it", "<think>" + CALL + "</think>" + CALL, "thought: " + CALL,
                        "call: f {\"a\":1}"),
                json("call after a thought", "<think>\nhm\n</think>\n\n" + CALL, "thought: hm", "call: f {\"a\":1}"),
                json("thought never closed", "<think>it is 4", "text: it is 4", "was answer"),
                json("thought closed, and another never closed", "<think>a</think>b<think>c", "thought: a",
                        "text: b\nc",
                        "was answer"),
                json("thought closed, and another cut", "<think>a</think>b<think>c", "thought: a\nc", "text: b",
                        "left open").cut(),
                json("JSON in a code fence", tagged("```json\n{\"name\": \"f\", \"arguments\": {\"a\": 1}}\n```"),
                        "mended: f {\"a\":1}"),
                json("half a character as an escape",
                        tagged("{\"name\": \"f\", \"arguments\": {\"s\": \"a\\uD83Db\\uD83D\\uDC4B\"}}"),
                        "call: f {\"s\":\"a\\ud83db👋\"}"),
                json("arguments twice", tagged("{\"name\": \"f\", \"arguments\": {\"a\": 1}, \"parameters\": {}}"),
                        "error: … it has \"arguments\" and \"parameters\""),
                json("closing tag in a string",
                        tagged("{\"name\": \"f\", \"arguments\": {\"s\": \"ha</tool_call>ha\"}}"),
                        "call: f {\"s\":\"ha</tool_call>ha\"}"),
                json("line break in a string", tagged("{\"name\": \"f\", \"arguments\": {\"s\": \"a\nb\"}}"),
                        "mended: f {\"s\":\"a\\nb\"}"),
                json("keys in another order", tagged("{\"arguments\": {\"a\": 1}, \"name\": \"f\"}"),
                        "call: f {\"a\":1}"),
                json("compact and never closed", "<tool_call>{\"name\":\"f\",\"arguments\":{\"a\":1}}",
                        "mended: f {\"a\":1}"),
                json("compact and cut", "<tool_call>{\"name\":\"f\",\"arguments\":{\"a\":1}}",
                        "error: the reply was cut inside a tool call").cut(),
                json("characters of two halves in a long answer", "👋".repeat(300) + "x" + "👋".repeat(300),
                        "text: " + "👋".repeat(300) + "x" + "👋".repeat(300)),
                json("thought that the prompt opened", "hm\n</think>\n\nyes 👋", "thought: hm", "text: yes 👋")
                        .afterOpenThought());
    }

    static Stream<ReplyCase> xml() {
        String now = "<function=now>\n</function>\n";
        String html = "  <p class=\"a\">1 < 2 & 3 > 2</p>\n\n";
        return Stream.of(
                xml("first call without its opening tag", now + "</tool_call>\n<tool_call>\n" + now + "</tool_call>",
                        "call: now {}", "call: now {}"),
                xml("text before a call without its opening tag", "Now.\n" + now + "</tool_call>", "text: Now.",
                        "call: now {}"),
                xml("call that ends a thought", "hm\n<tool_call>\n" + now + "</tool_call>",
                        "thought: hm\n<tool_call>\n" + now + "</tool_call>",
                        "error: a tool call inside a thought is not executed", "left open").afterOpenThought(),
                xml("call behind a thought", "hm\n</think>\n\n<tool_call>\n" + now + "</tool_call>", "thought: hm",
                        "call: now {}").afterOpenThought(),
                xml("indentation, line breaks and markup in a value",
                        tagged("<function=write>\n<parameter=text>\n" + html + "\n</parameter>\n</function>"),
                        "call: write {\"text\":\"  <p class=\\\"a\\\">1 < 2 & 3 > 2</p>\\n\\n\"}"),
                xml("objects in a list",
                        tagged("<function=write>\n<parameter=tags>\n[{\"a\": 1}, {\"b\": []}]\n</parameter>\n</function>"),
                        "call: write {\"tags\":[{\"a\":1},{\"b\":[]}]}"),
                xml("what looks like a call in JSON in a value",
                        tagged("<function=write>\n<parameter=text>\n{\"name\": \"now\", \"arguments\": {\"a\": 1}}\n"
                                + "</parameter>\n</function>"),
                        "call: write {\"text\":\"{\\\"name\\\": \\\"now\\\", \\\"arguments\\\": {\\\"a\\\": 1}}\"}"),
                xml("letters of every kind",
                        tagged("<function=write>\n<parameter=text>\ngröße 東京 👋\n</parameter>\n</function>"),
                        "call: write {\"text\":\"größe 東京 👋\"}"),
                xml("no arguments", tagged(now.strip()), "call: now {}"),
                xml("parameters in another order", tagged("<function=write>\n<parameter=count>\n1\n</parameter>\n"
                        + "<parameter=text>\na\n</parameter>\n</function>"),
                        "call: write {\"count\":1,\"text\":\"a\"}"),
                xml("several calls", tagged(now.strip()) + "\n" + tagged(now.strip()), "call: now {}", "call: now {}"),
                xml("JSON answer behind a thought", "hm\n</think>\n\n{\"amount\": 1}", "thought: hm",
                        "text: {\"amount\": 1}").afterOpenThought(),
                xml("whole number in a text", tagged("<function=write>\n<parameter=text>\n5\n</parameter>\n"
                        + "<parameter=count>\n5.0\n</parameter>\n</function>"),
                        "call: write {\"text\":\"5\",\"count\":5}"),
                xml("cut inside a value", "<tool_call>\n<function=write>\n<parameter=text>\na",
                        "error: the reply was cut inside a tool call").cut(),
                xml("name that is too long to be announced",
                        "<tool_call>\n<function=" + "x".repeat(300) + ">\n</tool_call",
                        "error: … expected <parameter="));
    }

    static Stream<ReplyCase> react() {
        String action = "Action: f\nAction Input: {\"a\": 1}\n";
        return Stream.of(react("thought and action", "Thought: hm\n" + action, "thought: hm", "call: f {\"a\":1}"),
                react("observation behind an action", action + "Observation: 7\nFinal Answer: 7", "call: f {\"a\":1}"),
                react("observation behind the answer", "Thought: hm\nFinal Answer: 7.\n Observation: 8\n" + action,
                        "thought: hm", "text: 7."),
                react("observation in a line of the answer", "Final Answer: Observation: 8\nmy Observation: 9",
                        "text: Observation: 8\nmy Observation: 9"),
                react("beginning of an observation", "Final Answer: 7.\nObservatory", "text: 7.\nObservatory"),
                react("cut inside the observation", "Final Answer: 7.\nObserv", "text: 7.").cut(),
                react("other labels behind the answer", "Final Answer: 7.\nThought: a\nAction: b\nAction Input: {}",
                        "text: 7.\nThought: a\nAction: b\nAction Input: {}"),
                react("characters of two halves at the beginnings of lines",
                        "👋 hi\nThought: 👋\n👋\nAction: f\nAction Input: {\"a\":\n\"👋\"}", "thought: 👋\n👋",
                        "text: 👋 hi",
                        "call: f {\"a\":\"👋\"}"),
                react("no label", "Plain.\nObservation: none", "text: Plain.\nObservation: none"),
                react("labels in an argument", "Action: f\nAction Input: {\"a\": \"Observation: Action:\"}",
                        "call: f {\"a\":\"Observation: Action:\"}"),
                react("cut inside an action", "Action: f\nAction Input: {\"a\": 1}",
                        "error: the reply was cut inside a tool call").cut(),
                react("two actions", action + action.replace("1", "2"), "call: f {\"a\":1}", "call: f {\"a\":2}"));
    }

    @ParameterizedTest
    @MethodSource({"json", "xml", "react"})
    void replyIsReadForWhatItMeans(ReplyCase reply) {
        List<String> lines = ReplyCase.lines(reply.read(new ArrayList<>(), reply.text()));
        assertThat(lines).hasSameSizeAs(reply.outcome());
        for (int i = 0; i < lines.size(); i++) {
            String expected = reply.outcome().get(i);
            if (expected.startsWith("error: ")) {
                assertThat(lines.get(i)).startsWith("error: ").contains(expected.replaceFirst("error: (… )?", ""));
            } else {
                assertThat(lines.get(i)).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource({"json", "xml", "react"})
    void whereTheStreamIsCutMakesNoDifferenceToAnyEvent(ReplyCase reply) {
        String text = reply.text();
        List<ReplyEvent> whole = new ArrayList<>();
        Reply read = reply.read(whole, text);
        for (int cut = 1; cut < text.length(); cut++) {
            List<ReplyEvent> events = new ArrayList<>();
            assertThat(reply.read(events, text.substring(0, cut), text.substring(cut))).as("cut at %d", cut)
                    .isEqualTo(read);
            assertThat(events).as("cut at %d", cut).isEqualTo(whole);
        }
        List<ReplyEvent> events = new ArrayList<>();
        assertThat(reply.read(events, text.split(""))).isEqualTo(read);
        assertThat(events).isEqualTo(whole);
    }
}
