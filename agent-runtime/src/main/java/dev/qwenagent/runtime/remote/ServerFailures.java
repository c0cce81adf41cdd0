package dev.qwenagent.runtime.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.util.Set;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/** Says what went wrong at a server in the words of LangChain4j: the type tells whether trying again can help. */
final class ServerFailures {

    private static final int LONGEST_MESSAGE = 500;
    private static final long LONGEST_ERROR_BODY = 64 << 10;
    private static final Set<String> FILTERED = Set.of("data_inspection_failed", "DataInspectionFailed");
    /** Codes under status 429 that waiting does not cure: an unpaid bill, a product that was not bought. */
    private static final Set<String> UNPAID = Set.of("PrepaidBillOverdue", "CommodityNotPurchased", "Arrearage");

    private final ObjectMapper json;
    private final Endpoint endpoint;
    private final @Nullable Secret key;

    ServerFailures(ObjectMapper json, Endpoint endpoint, @Nullable Secret key) {
        this.json = json;
        this.endpoint = endpoint;
        this.key = key;
    }

    /** The failure that a response of another status than success stands for. */
    LangChain4jException of(Response response) throws IOException {
        try (ResponseBody body = response.peekBody(LONGEST_ERROR_BODY)) {
            JsonNode error = parse(body.string());
            return of(response.code(), error, retryAfter(response), response.header("x-request-id", ""));
        }
    }

    /** The failure that a server reports inside a stream that began well. */
    LangChain4jException inStream(JsonNode chunk) {
        int status = chunk.at("/error/code").asInt(500);
        return of(status >= 400 && status < 600 ? status : 500, chunk, "", "");
    }

    private LangChain4jException of(int status, JsonNode answer, String advice, String requestIdHeader) {
        JsonNode error = answer.path("error").isObject() ? answer.path("error") : answer;
        String code = error.path("code").asText("");
        String requestId = answer.path("request_id").asText(requestIdHeader);
        String message = shown(
                endpoint.title() + " answered " + status + (code.isEmpty() ? "" : " (" + code + ")") + ": "
                        + said(error) + (requestId.isEmpty() ? "" : "; request id " + requestId) + advice);
        return switch (status) {
            case 400, 413, 422 -> FILTERED.contains(code) ? new ContentFilteredException(message)
                    : new InvalidRequestException(message);
            case 401 -> new AuthenticationException(message + "; check " + endpoint.family().keyVariable()
                    + " (a key of Model Studio works in its own region alone)");
            case 403 -> new AuthenticationException(message);
            case 404 -> new ModelNotFoundException(message + "; check the model's name and the address");
            case 408 -> new TimeoutException(message);
            case 429 -> UNPAID.contains(code) ? new NonRetriableException(message) : new RateLimitException(message);
            default -> status >= 500 ? new InternalServerException(message) : new InvalidRequestException(message);
        };
    }

    private static String said(JsonNode error) {
        if (error.isTextual()) {
            return error.asText().isBlank() ? "nothing" : error.asText().strip();
        }
        return error.path("message").asText(error.path("detail").asText("no message"));
    }

    private JsonNode parse(String body) {
        try {
            JsonNode parsed = json.readTree(body);
            return parsed.isObject() ? parsed : json.getNodeFactory().textNode(body);
        } catch (JsonProcessingException e) {
            return json.getNodeFactory().textNode(body);
        }
    }

    private static String retryAfter(Response response) {
        String after = response.header("Retry-After");
        return after == null ? "" : "; try again after " + after + (after.matches("\\d+") ? " s" : "");
    }

    /** An answer that is neither a stream of events nor JSON, such as a proxy's page. */
    LangChain4jException notAStream(String contentType) {
        return new InvalidRequestException(shown(endpoint.title() + " answered with " + contentType
                + "; expected a stream of events (text/event-stream): check that the address is that of a chat completions"
                + " server"));
    }

    /** An event whose data is not JSON. */
    LangChain4jException malformed(int event, int length, String progress) {
        return new InternalServerException(endpoint.title() + " sent an event that is not JSON (number " + event + ", "
                + length + " characters); " + progress + "; nothing of it was used");
    }

    /** A stream that ended, or fell silent, before the reply was complete. */
    LangChain4jException cut(String progress, @Nullable IOException cause) {
        String rest = " before the reply was complete; " + progress + "; nothing of it was used";
        return cause instanceof InterruptedIOException
                ? new TimeoutException(endpoint.title() + " fell silent" + rest, cause)
                : new RetriableException(endpoint.title() + " ended the stream" + rest, cause);
    }

    /** A request that did not get an answer at all. */
    LangChain4jException unreachable(IOException cause) {
        return switch (cause) {
            case InterruptedIOException timeout -> new TimeoutException(
                    endpoint.title() + " did not answer in time (" + timeout.getMessage() + ")", timeout);
            case UnknownHostException unknown -> new UnresolvedModelServerException(
                    "the host of " + endpoint.title() + " is not known; check the address and the network", unknown);
            default -> new RetriableException(
                    shown(endpoint.title() + " cannot be reached (" + cause.getMessage() + "); check that it runs"),
                    cause);
        };
    }

    private String shown(String message) {
        String safe = key == null ? message : key.removedFrom(message);
        return safe.length() <= LONGEST_MESSAGE ? safe : safe.substring(0, LONGEST_MESSAGE) + "...";
    }
}
