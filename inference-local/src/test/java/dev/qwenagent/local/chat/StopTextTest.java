package dev.qwenagent.local.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stop texts end the answer and nothing else. */
class StopTextTest {

    private static final String CALL = "<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": \"STOP\"}}\n</tool_call>";

    private static Reply read(List<String> stops, String... pieces) {
        ReplyReader reader = ReplyReader.ofReply(new ReplyRules(CallFormat.JSON, List.of(), stops), event -> {});
        for (String piece : pieces) {
            reader.accept(piece);
        }
        return reader.finish(ReplyEnd.CUT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', value = {"STOP § one", "e,abc,bc § on", "never § one STOP two abc",
        "STOPPED,two § one STOP"})
    void answerEndsBeforeTheFirstOfThem(String stops, String answer) {
        String text = "one STOP two abc";
        List<String> list = List.of(stops.split(","));
        assertThat(read(list, text).text()).isEqualTo(answer);
        assertThat(read(list, text.split("")).text()).isEqualTo(answer);
    }

    @Test
    void textThatIsCompleteFirstCountsWhereverTheStreamIsCut() {
        for (String[] pieces : List.of(new String[]{"xabcd"}, "xabcd".split(""))) {
            assertThat(read(List.of("abcd", "b"), pieces).text()).isEqualTo("xa");
        }
    }

    @Test
    void thoughtsAndCallsAreNotLookedAt() {
        Reply reply = read(List.of("STOP", "\n"), "<think>\nSTOP\n\n</think>\n\n" + CALL + "\n" + CALL + "\nend\nmore");
        assertThat(reply.thinking()).isEqualTo("STOP");
        assertThat(reply.calls()).hasSize(2);
        assertThat(reply.text()).isEqualTo("end");
    }

    @Test
    void whatFollowsIsIgnoredAndTheReaderSaysSo() {
        ReplyReader reader = ReplyReader.ofReply(new ReplyRules(CallFormat.JSON, List.of(), List.of("##")),
                event -> {});
        reader.accept("a#");
        assertThat(reader.isOver()).isFalse();
        reader.accept("# b" + CALL + "<think>");
        assertThat(reader.isOver()).isTrue();
        reader.accept("c");
        assertThat(reader.finish(ReplyEnd.CUT)).isEqualTo(new Reply("", "a", List.of(), List.of(), ThoughtEnd.CLOSED));
    }

    @Test
    void beginningOfOneIsShownOnceItIsKnownToBeNone() {
        List<ReplyEvent> events = new ArrayList<>();
        ReplyReader reader = ReplyReader.ofReply(new ReplyRules(CallFormat.JSON, List.of(), List.of("##")),
                events::add);
        reader.accept("a#");
        assertThat(events).containsExactly(new ReplyEvent.AnswerPiece("a"));
        reader.accept("b#");
        assertThat(reader.finish(ReplyEnd.STOPPED).text()).isEqualTo("a#b#");
    }
}
