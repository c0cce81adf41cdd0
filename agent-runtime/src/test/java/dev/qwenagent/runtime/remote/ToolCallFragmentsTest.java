package dev.qwenagent.runtime.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.qwenagent.local.chat.ReplyEnd;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ways in which servers are known to differ. */
class ToolCallFragmentsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void idMayComeLate() {
        assertThat(read("""
                [{"index":0,"function":{"name":"add","arguments":"{"}}]""", """
                [{"index":0,"id":"late","function":{"arguments":"}"}}]""")).containsExactly(call("late", "add", "{}"));
    }

    @Test
    void idMayBeRepeatedOnEachFragment() {
        assertThat(read("""
                [{"index":0,"id":"a","function":{"name":"add","arguments":null}}]""", """
                [{"index":0,"id":"a","function":{"name":"add","arguments":"{\\"x\\":"}}]""", """
                [{"index":0,"id":"a","function":{"name":"","arguments":"1}"}}]"""))
                .containsExactly(call("a", "add", "{\"x\":1}"));
    }

    @Test
    void missingIdIsMadeAndDiffersFromCallToCall() {
        List<ToolExecutionRequest> calls = read(
                """
                [{"index":0,"function":{"name":"add","arguments":"{}"}},{"index":1,"function":{"name":"add","arguments":"{}"}}]""");
        assertThat(calls).hasSize(2);
        assertThat(calls.get(0).id()).startsWith("call_").isNotEqualTo(calls.get(1).id());
    }

    @Test
    void newIdAtAUsedIndexIsANewCall() {
        assertThat(read("""
                [{"index":0,"id":"a","function":{"name":"add","arguments":"{}"}}]""", """
                [{"index":0,"id":"b","function":{"name":"sub","arguments":"{\\"y\\""}}]""", """
                [{"index":0,"function":{"arguments":":2}"}}]"""))
                .containsExactly(call("a", "add", "{}"), call("b", "sub", "{\"y\":2}"));
    }

    @Test
    void missingIndexGoesOnWithTheLastCall() {
        assertThat(read("""
                [{"id":"a","function":{"name":"add","arguments":"{"}}]""", """
                [{"function":{"arguments":"}"}}]""")).containsExactly(call("a", "add", "{}"));
    }

    @Test
    void replayedFragmentsOfACompleteCallAreDropped() {
        String whole = """
                [{"index":0,"id":"a","function":{"name":"add","arguments":"{\\"s\\":\\"}{\\"}"}}]""";
        assertThat(read(whole, whole)).containsExactly(call("a", "add", "{\"s\":\"}{\"}"));
    }

    @Test
    void callWithoutArgumentsGetsAnEmptyObject() {
        assertThat(read("""
                [{"index":0,"id":"a","function":{"name":"now","arguments":null}}]""", """
                [{"index":0,"function":{"arguments":""}}]""")).containsExactly(call("a", "now", "{}"));
    }

    @Test
    void argumentsGivenAsAnObjectAreWrittenOut() {
        assertThat(read("""
                [{"index":0,"id":"a","function":{"name":"add","arguments":{"x":1}}}]"""))
                .containsExactly(call("a", "add", "{\"x\":1}"));
    }

    private static List<ToolExecutionRequest> read(String... chunks) {
        ToolCallFragments fragments = new ToolCallFragments(partial -> {});
        for (String chunk : chunks) {
            try {
                fragments.accept(JSON.readTree(chunk));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(e);
            }
        }
        return fragments.requests(ReplyEnd.STOPPED);
    }

    private static ToolExecutionRequest call(String id, String name, String arguments) {
        return ToolExecutionRequest.builder().id(id).name(name).arguments(arguments).build();
    }
}
