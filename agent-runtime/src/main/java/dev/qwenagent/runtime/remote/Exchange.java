package dev.qwenagent.runtime.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.exception.LangChain4jException;
import java.io.IOException;
import okhttp3.Call;
import okhttp3.Response;

/** One HTTP request and what came of it. For one request, by one thread. */
final class Exchange {

    private final ObjectMapper json;
    private final ReplyAssembly reply;
    private final ServerFailures failures;
    private String requestId = "";

    Exchange(ObjectMapper json, ReplyAssembly reply, ServerFailures failures) {
        this.json = json;
        this.reply = reply;
        this.failures = failures;
    }

    ReplyAssembly reply() {
        return reply;
    }

    /** The server's name for the request; empty if it gave none. */
    String requestId() {
        return requestId;
    }

    /**
     * Sends the request and takes events until the reply is complete, cut short, or the call is cancelled.
     *
     * @throws LangChain4jException if it came to none of these
     * @throws RuntimeException what the handler threw
     */
    void make(Call call, long longestReply, CallInProgress progress) throws InterruptedException {
        try (EventStream stream = EventStream.open(call, longestReply, this::otherAnswer)) {
            progress.follow(stream);
            follow(stream);
        }
        if (reply.isFiltered()) {
            throw failures.filtered(reply, requestId);
        }
    }

    private void follow(EventStream stream) throws InterruptedException {
        for (int events = 0;; events++) {
            EventStream.Item item = stream.next();
            requestId = stream.requestId();
            switch (item) {
                case EventStream.Item.Data(String data) -> {
                    reply.accept(chunk(data, events + 1));
                    if (reply.isCutShort()) {
                        return;
                    }
                }
                case EventStream.Item.Done() -> {
                    return;
                }
                case EventStream.Item.End() -> {
                    if (stream.isCancelled() || reply.isFinished()) {
                        return;
                    }
                    throw failures.cut(reply, requestId, null);
                }
                case EventStream.Item.Failed(Exception cause) -> {
                    if (reply.isFinished()) {
                        return;
                    }
                    throw failure(cause, events);
                }
            }
        }
    }

    private JsonNode chunk(String data, int event) {
        JsonNode chunk;
        try {
            chunk = json.readTree(data);
        } catch (JsonProcessingException e) {
            throw failures.malformed(event, data.length(), reply, requestId);
        }
        if (chunk.hasNonNull("error")) {
            throw failures.inStream(chunk, requestId);
        }
        return chunk;
    }

    private RuntimeException failure(Exception cause, int events) {
        return switch (cause) {
            case RuntimeException failure -> failure;
            case IOException broken when events == 0 -> failures.unreachable(broken);
            case IOException broken -> failures.cut(reply, requestId, broken);
            default -> new LangChain4jException(cause);
        };
    }

    /** A whole answer in JSON, which some servers give though asked to stream; all else is a failure. */
    private String otherAnswer(Response response) throws IOException {
        if (!response.isSuccessful()) {
            throw failures.of(response);
        }
        String type = response.header("Content-Type", "");
        if (!type.startsWith("application/json")) {
            throw failures.notAStream(type, RequestIds.of(response));
        }
        return response.body().string();
    }
}
