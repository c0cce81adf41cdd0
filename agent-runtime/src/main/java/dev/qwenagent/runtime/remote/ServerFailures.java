package dev.qwenagent.runtime.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Says what went wrong with one request in the words of LangChain4j: the type tells whether trying again can help, the
 * message what the server said, its name for the request, and what to do.
 *
 * @param json reads what servers say
 * @param endpoint the server
 * @param echo takes out of its words what is ours
 */
record ServerFailures(ObjectMapper json, Endpoint endpoint, Echo echo) {

    private static final int LONGEST_MESSAGE = 500;
    private static final long LONGEST_ERROR_BODY = 64 << 10;

    /** The failure that a response of another status than success stands for. */
    LangChain4jException of(Response response) throws IOException {
        try (ResponseBody body = response.peekBody(LONGEST_ERROR_BODY)) {
            String type = response.header("Content-Type", "");
            JsonNode error = type.startsWith("text/html") ? json.getNodeFactory().textNode("a page of HTML")
                    : parse(body.string());
            return of(response.code(), error, RetryAfterHeader.of(response), RequestIds.of(response));
        }
    }

    /** The failure that a server reports inside a stream that began well. */
    LangChain4jException inStream(JsonNode chunk, String requestId) {
        int code = chunk.at("/error/code").asInt(0);
        return of(code >= 400 && code < 600 ? code : 0, chunk, null, requestId);
    }

    private LangChain4jException of(int status, JsonNode answer, @Nullable Duration retryAfter,
            String requestIdHeader) {
        JsonNode error = answer.path("error").isObject() ? answer.path("error") : answer;
        String code = error.path("code").asText("");
        String said = said(error);
        ErrorKind kind = ErrorKind.of(status, code);
        StringBuilder message = new StringBuilder(endpoint.title())
                .append(status == 0 ? " reported a failure" : " answered " + status);
        if (!code.isEmpty() && !code.equals(String.valueOf(status))) {
            message.append(" (").append(shown(code)).append(')');
        }
        message.append(": ").append(shown(said));
        append(message, "; request id ", shown(answer.path("request_id").asText(requestIdHeader)));
        append(message, "; ",
                ErrorAdvice.on(said).orElse(kind == ErrorKind.UNAUTHORIZED ? keyAdvice() : kind.advice()));
        if (retryAfter != null) {
            message.append("; try again after ").append(retryAfter.toSeconds()).append(" s");
        }
        return kind.exception(message.toString(), retryAfter);
    }

    private String keyAdvice() {
        String check = "check " + endpoint.family().keyVariable();
        return endpoint.family() == ServerFamily.MODEL_STUDIO
                ? check + "; a key works in its own region alone, whose address goes into DASHSCOPE_BASE_URL"
                : check;
    }

    private static void append(StringBuilder message, String before, String text) {
        if (!text.isEmpty()) {
            message.append(before).append(text);
        }
    }

    private static String said(JsonNode error) {
        if (error.isTextual()) {
            return error.asText().isBlank() ? "nothing" : error.asText().strip();
        }
        return error.path("message").asText(error.path("detail").asText(error.path("error").asText("no message")));
    }

    private JsonNode parse(String body) {
        try {
            JsonNode parsed = json.readTree(body);
            return parsed.isObject() ? parsed : json.getNodeFactory().textNode(body);
        } catch (JsonProcessingException e) {
            return json.getNodeFactory().textNode(body);
        }
    }

    /** An answer that is neither a stream of events nor JSON, such as a proxy's page. */
    LangChain4jException notAStream(String contentType, String requestId) {
        return new InvalidRequestException(endpoint.title() + " answered with " + shown(contentType)
                + ", expected text/event-stream or JSON" + named(requestId)
                + "; check that the address is that of a chat completions server (it often ends in /v1)");
    }

    /** An event that is not JSON. */
    LangChain4jException malformed(int event, int length, ReplyAssembly reply, String requestId) {
        return new InternalServerException(endpoint.title() + " sent an event that is not JSON (number " + event + ", "
                + length + " characters)" + rest(reply, requestId), new IncompleteReply(reply.soFar(), null));
    }

    /** A reply that the server's content filter broke off. */
    LangChain4jException filtered(ReplyAssembly reply, String requestId) {
        return new ContentFilteredException(
                endpoint.title() + "'s content filter ended the reply" + rest(reply, requestId)
                        + "; say it differently",
                new IncompleteReply(reply.soFar(), null));
    }

    /** A stream that ended, or fell silent, before the reply was complete. */
    LangChain4jException cut(ReplyAssembly reply, String requestId, @Nullable IOException cause) {
        String rest = " before the reply was complete" + rest(reply, requestId);
        IncompleteReply part = new IncompleteReply(reply.soFar(), cause);
        return switch (cause) {
            case InterruptedIOException silence -> new TimeoutException(endpoint.title() + " fell silent" + rest, part);
            case OversizedStreamException oversized -> new NonRetriableException(
                    endpoint.title() + " sent " + oversized.getMessage() + rest(reply, requestId), part);
            case null, default -> new RetriableException(endpoint.title() + " ended the stream" + rest, part);
        };
    }

    private String rest(ReplyAssembly reply, String requestId) {
        return "; " + IncompleteReply.progress(reply.soFar()) + "; nothing of it was used" + named(requestId);
    }

    private String named(String requestId) {
        return requestId.isEmpty() ? "" : "; request id " + shown(requestId);
    }

    /** A request that did not get an answer at all. */
    LangChain4jException unreachable(IOException cause) {
        return switch (cause) {
            case InterruptedIOException timeout -> new TimeoutException(
                    endpoint.title() + " did not answer in time (" + timeout.getMessage() + ")", timeout);
            case UnknownHostException unknown -> new UnresolvedModelServerException(
                    "the host of " + endpoint.title() + " is not known; check the address and the network", unknown);
            case OversizedStreamException oversized -> new NonRetriableException(
                    endpoint.title() + " sent " + oversized.getMessage(), oversized);
            case SSLHandshakeException unsafe -> unsafe(unsafe);
            case SSLPeerUnverifiedException unsafe -> unsafe(unsafe);
            default -> new RetriableException(endpoint.title() + " cannot be reached ("
                    + shown(String.valueOf(cause.getMessage())) + "); check that it runs", cause);
        };
    }

    private LangChain4jException unsafe(IOException cause) {
        return new NonRetriableException("no safe connection to " + endpoint.title() + " ("
                + shown(String.valueOf(cause.getMessage())) + "); check the server's certificate", cause);
    }

    private String shown(String words) {
        String safe = echo.removedFrom(words);
        return safe.length() <= LONGEST_MESSAGE ? safe : safe.substring(0, LONGEST_MESSAGE) + "...";
    }
}
