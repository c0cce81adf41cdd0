package dev.qwenagent.local.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Valid calls, cut and changed at random: what comes out is a call that can be made, or an error, and never an exception. */
class MutatedCallsTest {

    private static final int ROUNDS = "full".equals(System.getProperty("qwenagent.tests")) ? 340_000 : 6_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALPHABET = "<>/{}[]\"'\\:, \n=thinkool_cafurpme1.-AIO";

    private static final List<ToolSpecification> TOOLS = List.of(
            ToolSpecification.builder()
                    .name("note")
                    .parameters(JsonObjectSchema.builder()
                            .addStringProperty("text")
                            .addIntegerProperty("count")
                            .required("text", "count")
                            .build())
                    .build(),
            ToolSpecification.builder()
                    .name("mail")
                    .parameters(JsonObjectSchema.builder()
                            .addProperty("to", JsonObjectSchema.builder().build())
                            .addBooleanProperty("now")
                            .required("to")
                            .build())
                    .build());

    private static final List<ToolCall.Complete> CALLS = List.of(
            new ToolCall.Complete("note", "{\"text\":\"a \\\"b\\\" </tool_call> {c}\",\"count\":12}", false),
            new ToolCall.Complete("mail", "{\"to\":{\"who\":[\"x\",1.5,null]},\"now\":true}", false));

    private static String valid(CallFormat format) {
        return switch (format) {
            case JSON -> """
                    hi
                    <tool_call>
                    {"name": "note", "arguments": {"text": "a \\"b\\" </tool_call> {c}", "count": 12}}
                    </tool_call>
                    <tool_call>
                    {"name": "mail", "arguments": {"to": {"who": ["x", 1.5, null]}, "now": true}}
                    </tool_call>""";
            case XML -> """
                    hi
                    <tool_call>
                    <function=note>
                    <parameter=text>
                    a "b" </tool_call> {c}
                    </parameter>
                    <parameter=count>
                    12
                    </parameter>
                    </function>
                    </tool_call>
                    <tool_call>
                    <function=mail>
                    <parameter=to>
                    {"who": ["x", 1.5, null]}
                    </parameter>
                    <parameter=now>
                    true
                    </parameter>
                    </function>
                    </tool_call>""";
            case REACT -> """
                    hi
                    Thought: hm
                    Action: note
                    Action Input: {"text": "a \\"b\\" </tool_call> {c}", "count": 12}
                    Action: mail
                    Action Input: {"to": {"who": ["x", 1.5, null]}, "now": true}
                    Observation:""";
        };
    }

    /** Reads in pieces, and holds the events to what comes out in the end. */
    private static Reply read(String text, CallFormat format, ReplyEnd end, Random random) {
        Map<Integer, String> named = new HashMap<>();
        List<ToolCall.Complete> completed = new ArrayList<>();
        StringBuilder answer = new StringBuilder();
        StringBuilder thought = new StringBuilder();
        ReplyReader reader = ReplyReader.ofReply(ReplyRules.of(format, TOOLS), event -> {
            switch (event) {
                case ReplyEvent.CallNamed(int index, String name) -> assertThat(named.put(index, name)).isNull();
                case ReplyEvent.ArgumentsPiece(int index, String name, _) ->
                    assertThat(named).containsEntry(index, name);
                case ReplyEvent.CallCompleted(int index, ToolCall.Complete call) -> {
                    assertThat(named).containsEntry(index, call.name());
                    completed.add(call);
                }
                case ReplyEvent.AnswerPiece(String piece) -> answer.append(piece);
                case ReplyEvent.ThoughtPiece(String piece) -> thought.append(piece);
                case ReplyEvent.ThoughtWasAnswer(String piece) -> {
                    assertThat(thought.toString()).endsWith(piece);
                    answer.append(answer.isEmpty() ? "" : "\n").append(piece);
                    thought.setLength(thought.toString().stripTrailing().length() - piece.length());
                }
                case ReplyEvent.CallRejected _ -> {
                }
            }
        });
        int cut = random.nextInt(text.length() + 1);
        reader.accept(text.substring(0, cut));
        reader.accept(text.substring(cut));
        Reply reply = reader.finish(end);
        assertThat(reply.calls()).isEqualTo(completed);
        assertThat(reply.text()).isEqualTo(answer.toString());
        assertThat(reply.thinking()).isEqualTo(thought.toString().stripTrailing());
        assertThat(reply.errors()).allMatch(error -> error.startsWith("error: ") && error.length() > 60);
        return reply;
    }

    @ParameterizedTest
    @EnumSource
    void textThatIsNotChangedGivesItsCalls(CallFormat format) {
        Random random = new Random(1);
        assertThat(read(valid(format), format, ReplyEnd.CUT, random).calls()).isEqualTo(CALLS);
    }

    @ParameterizedTest
    @EnumSource
    void textThatEndsTooSoonGivesNoOtherCalls(CallFormat format) {
        Random random = new Random(2);
        String text = valid(format);
        for (int length = 1; length < text.length(); length++) {
            for (ReplyEnd end : ReplyEnd.values()) {
                String cut = text.substring(0, length);
                Reply reply = read(cut, format, end, random);
                for (int i = 0; i < reply.calls().size(); i++) {
                    assertIsOrBegins(reply.calls().get(i), CALLS.get(i), end);
                }
                boolean callBegun = cut.contains("<tool_call>") || cut.contains("Action:");
                assertThat(reply.calls().size() + reply.errors().size() > 0).as(cut).isEqualTo(callBegun);
            }
        }
    }

    /** Only where the model stopped by itself, and only by closing marks, may a call be made shorter than it was meant. */
    private static void assertIsOrBegins(ToolCall.Complete call, ToolCall.Complete meant, ReplyEnd end) {
        assertThat(call.name()).isEqualTo(meant.name());
        if (call.repaired() && end == ReplyEnd.STOPPED) {
            assertThat(meant.arguments()).startsWith(call.arguments().replaceFirst("[]}]*$", ""));
        } else {
            assertThat(call).isEqualTo(meant);
        }
    }

    @ParameterizedTest
    @EnumSource
    void textThatIsChangedGivesCallsThatFitOrErrors(CallFormat format) throws JsonProcessingException {
        Random random = new Random(3);
        ToolCallCheck check = ToolCallCheck.of(ReplyRules.of(format, TOOLS));
        String valid = valid(format);
        int good = 0;
        int bad = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String text = changed(valid, random);
            Reply reply = read(text, format, random.nextInt(4) == 0 ? ReplyEnd.CUT : ReplyEnd.STOPPED, random);
            bad += reply.errors().size();
            for (ToolCall.Complete call : reply.calls()) {
                switch (check.check(call)) {
                    case ToolCall.Complete fitting -> {
                        assertFits(fitting);
                        good++;
                    }
                    case ToolCall.Broken(String error) -> {
                        assertThat(error).startsWith("error: ").contains("Write the whole call again");
                        bad++;
                    }
                }
            }
        }
        assertThat(good).isGreaterThan(ROUNDS / 2);
        assertThat(bad).isGreaterThan(ROUNDS / 2);
    }

    private static String changed(String valid, Random random) {
        StringBuilder text = new StringBuilder(valid);
        for (int edits = random.nextInt(4); edits >= 0 && !text.isEmpty(); edits--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(8)) {
                case 0, 1 -> text.deleteCharAt(at);
                case 2, 3 -> text.insert(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
                case 4 -> text.setCharAt(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
                case 5 -> text.delete(at, Math.min(text.length(), at + random.nextInt(30)));
                case 6 -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(60))));
                default -> text.setLength(at);
            }
        }
        return text.toString();
    }

    /** Each of these would take hours if the work for a character grew with what came before it. */
    @ParameterizedTest
    @EnumSource
    void longHostileTextIsReadInOneGo(CallFormat format) {
        int many = Math.min(ROUNDS, 50_000) / 2;
        List<String> hostile = List.of("<function=note><parameter=text></parameter>", "</parameter> ", "<function=note",
                "</function>", "<tool_call>", "<tool_call>\"", "<tool_call>\"</tool_call>", "Action:\n", "Action: ",
                "\n ",
                "Action Input: \"", "Thought:\n", " ", "<", "<think>", "{\"a\":", "[", "\\", "x</think>");
        for (String first : List.of("", "<tool_call>", "<function=note>",
                "<tool_call><function=note>\n<parameter=text>",
                "Action: f\nAction Input: {\"", "<think>")) {
            for (String unit : hostile) {
                String text = first + unit.repeat(many);
                ReplyReader reader = ReplyReader.ofReply(ReplyRules.of(format, TOOLS), event -> {});
                for (int at = 0; at < text.length(); at += 3) {
                    reader.accept(text.substring(at, Math.min(text.length(), at + 3)));
                }
                Reply reply = reader.finish(ReplyEnd.STOPPED);
                assertThat(reply.text().length() + reply.thinking().length()).isLessThanOrEqualTo(text.length());
            }
        }
    }

    /** Said once more without the code under test. */
    private static void assertFits(ToolCall.Complete call) throws JsonProcessingException {
        JsonNode arguments = JSON.readTree(call.arguments());
        if (call.name().equals("note")) {
            assertThat(arguments.fieldNames()).toIterable().containsExactlyInAnyOrder("text", "count");
            assertThat(arguments.get("text").isTextual()).isTrue();
            assertThat(arguments.get("count").isNumber()).isTrue();
            assertThat(arguments.get("count").doubleValue() % 1).isZero();
        } else {
            assertThat(call.name()).isEqualTo("mail");
            assertThat(arguments.fieldNames()).toIterable().contains("to").isSubsetOf("to", "now");
            assertThat(arguments.get("to").isObject()).isTrue();
            assertThat(arguments.path("now").isMissingNode() || arguments.get("now").isBoolean()).isTrue();
        }
    }
}
