package dev.qwenagent.runtime.remote;

import java.util.ArrayList;
import java.util.List;

/** The streams of each kind of server for one conversation: a thought with two calls, then an answer. */
enum ServerDialect {

    /** An empty delta first, content null beside a thought, ids empty after the first fragment. */
    MODEL_STUDIO("reasoning_content", List.of("""
            {"content":null,"role":"assistant","reasoning_content":""}"""),
            List.of("""
            {"tool_calls":[{"index":0,"id":"call_1_1","type":"function","function":{"name":"read_page","arguments":"{\\"page\\":"}}]}""",
                    """
                    {"tool_calls":[{"index":0,"id":"","type":"function","function":{"arguments":" \\"7\\"}"}}]}""",
                    """
                    {"tool_calls":[{"index":1,"id":"call_1_2","type":"function","function":{"name":"read_page","arguments":"{\\"page\\":"}}]}""",
                    """
                    {"tool_calls":[{"index":1,"id":"","type":"function","function":{"arguments":" \\"8\\"}"}}]}""")),
    /** Thoughts as {@code reasoning}, and names before any arguments. */
    VLLM("reasoning", List.of("""
            {"role":"assistant","content":""}"""),
            List.of("""
            {"tool_calls":[{"id":"call_1_1","type":"function","index":0,"function":{"name":"read_page","arguments":""}}]}""",
                    """
                    {"tool_calls":[{"index":0,"function":{"arguments":"{\\"page\\": \\"7\\"}"}}]}""",
                    """
                    {"tool_calls":[{"id":"call_1_2","type":"function","index":1,"function":{"name":"read_page","arguments":""}}]}""",
                    """
                    {"tool_calls":[{"index":1,"function":{"arguments":"{\\"page\\": \\"8\\"}"}}]}""")),
    /** Every field in every delta, null where there is nothing. */
    SGLANG("reasoning_content", List.of("""
            {"role":"assistant","content":"","reasoning_content":null,"tool_calls":null}"""), List.of("""
            {"role":null,"content":null,"reasoning_content":null,"tool_calls":[{"id":"call_1_1","index":0,"type":"function",\
            "function":{"name":"read_page","arguments":""}}]}""", """
            {"role":null,"content":null,"reasoning_content":null,"tool_calls":[{"id":null,"index":0,"type":"function",\
            "function":{"name":null,"arguments":"{\\"page\\": \\"7\\"}"}}]}""", """
            {"role":null,"content":null,"reasoning_content":null,"tool_calls":[{"id":"call_1_2","index":1,"type":"function",\
            "function":{"name":"read_page","arguments":""}}]}""", """
            {"role":null,"content":null,"reasoning_content":null,"tool_calls":[{"id":null,"index":1,"type":"function",\
            "function":{"name":null,"arguments":"{\\"page\\": \\"8\\"}"}}]}""")),
    /** Arguments token by token. */
    LLAMA_CPP("reasoning_content", List.of("""
            {"role":"assistant","content":null}"""),
            List.of("""
            {"tool_calls":[{"index":0,"id":"call_1_1","type":"function","function":{"name":"read_page","arguments":"{"}}]}""",
                    """
                    {"tool_calls":[{"index":0,"function":{"arguments":"\\"page"}}]}""", """
                    {"tool_calls":[{"index":0,"function":{"arguments":"\\": \\"7\\""}}]}""", """
                    {"tool_calls":[{"index":0,"function":{"arguments":"}"}}]}""",
                    """
                    {"tool_calls":[{"index":1,"id":"call_1_2","type":"function","function":{"name":"read_page","arguments":"{\\"page"}}]}""",
                    """
                    {"tool_calls":[{"index":1,"function":{"arguments":"\\": \\"8\\"}"}}]}""")),
    /** Whole calls, all in one delta. */
    OLLAMA("reasoning", List.of(), List.of("""
            {"role":"assistant","content":"","tool_calls":[{"id":"call_1_1","index":0,"type":"function",\
            "function":{"name":"read_page","arguments":"{\\"page\\": \\"7\\"}"}},{"id":"call_1_2","index":1,"type":"function",\
            "function":{"name":"read_page","arguments":"{\\"page\\": \\"8\\"}"}}]}""")),
    /** Interleaved by index, the id repeated on each fragment, the first arguments null. */
    CHAT_TEMPLATE("reasoning_content", List.of(), List.of("""
            {"tool_calls":[{"index":0,"id":"call_1_1","type":"function","function":{"name":"read_page","arguments":null}},\
            {"index":1,"id":"call_1_2","type":"function","function":{"name":"read_page","arguments":null}}]}""", """
            {"tool_calls":[{"index":0,"id":"call_1_1","function":{"arguments":"{\\"page\\": "}}]}""", """
            {"tool_calls":[{"index":1,"id":"call_1_2","function":{"arguments":"{\\"page\\": \\"8\\"}"}}]}""", """
            {"tool_calls":[{"index":0,"id":"call_1_1","function":{"arguments":"\\"7\\"}"}}]}"""));

    private final String thoughtField;
    private final List<String> opening;
    private final List<String> calls;

    ServerDialect(String thoughtField, List<String> opening, List<String> calls) {
        this.thoughtField = thoughtField;
        this.opening = opening;
        this.calls = calls;
    }

    ServerFamily family() {
        return ServerFamily.valueOf(name());
    }

    String thoughtField() {
        return thoughtField;
    }

    /** A stream that thinks in these pieces and makes the two calls. */
    String thoughtAndCalls(String... pieces) {
        List<String> deltas = new ArrayList<>(opening);
        for (String piece : pieces) {
            deltas.add("{\"content\":null,\"" + thoughtField + "\":\"" + piece + "\"}");
        }
        deltas.addAll(calls);
        return ChatServer.events("tool_calls", deltas.toArray(String[]::new));
    }

    /** A stream that answers in these pieces. */
    String answer(String... pieces) {
        List<String> deltas = new ArrayList<>(opening);
        for (String piece : pieces) {
            deltas.add("{\"content\":\"" + piece + "\",\"" + thoughtField + "\":null}");
        }
        return ChatServer.events("stop", deltas.toArray(String[]::new));
    }
}
