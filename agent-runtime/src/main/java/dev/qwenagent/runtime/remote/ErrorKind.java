package dev.qwenagent.runtime.remote;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.qwenagent.runtime.retry.LaterException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What kind of failure a server reports, by its code where it gives one that is known, else by its status. Each kind has
 * LangChain4j's exception for it, which says whether trying again can help, and an advice for people.
 */
enum ErrorKind {
    INVALID("", always(InvalidRequestException::new)),
    FILTERED("the service's content filter refused it; say it differently", always(ContentFilteredException::new)),
    UNAUTHORIZED("", always(AuthenticationException::new)),
    FORBIDDEN("the key's account may not use this; check its rights and its quota",
            always(AuthenticationException::new)),
    NOT_FOUND("check the model's name and the address", always(ModelNotFoundException::new)),
    LATE("", always(TimeoutException::new)),
    /** Waiting cures it. */
    LIMITED("", (message, pause) -> pause == null ? new RateLimitException(message)
            : new LaterException.Limited(message, pause)),
    /** Waiting cures it, if then there are fewer requests at once. */
    BURST("make fewer requests at once", (message, pause) -> new LaterException.Limited(
            message, pause == null ? Duration.ofSeconds(5) : pause)),
    /** Waiting does not cure it: an unpaid bill, a product that was not bought. */
    UNPAID("the account has to be put in order; trying again does not help", always(NonRetriableException::new)),
    BROKEN("", (message, pause) -> pause == null ? new InternalServerException(message)
            : new LaterException.Broken(message, pause));

    /** Makes the exception; the pause is what the server asked for. */
    @FunctionalInterface
    private interface Maker {
        LangChain4jException make(String message, @Nullable Duration pause);
    }

    private final String advice;
    private final Maker maker;

    ErrorKind(String advice, Maker maker) {
        this.advice = advice;
        this.maker = maker;
    }

    private static Maker always(Function<String, LangChain4jException> exception) {
        return (message, pause) -> exception.apply(message);
    }

    /** LangChain4j's exception for it; the pause is what the server asked for. */
    LangChain4jException exception(String message, @Nullable Duration pause) {
        return maker.make(message, pause);
    }

    /** What people can do; empty if the message says it. */
    String advice() {
        return advice;
    }

    /** The kind of a failure with this status; 0 for a failure inside a stream that began well. */
    static ErrorKind of(int status, String code) {
        // A code may go into detail behind a point, such as InternalError.Algo.
        int point = code.indexOf('.');
        ErrorKind general = ofCode(point < 0 ? code : code.substring(0, point), ofStatus(status));
        return ofCode(code, general);
    }

    private static ErrorKind ofStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHORIZED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 408 -> LATE;
            case 429 -> LIMITED;
            default -> status == 0 || status >= 500 ? BROKEN : INVALID;
        };
    }

    private static ErrorKind ofCode(String code, ErrorKind otherwise) {
        return switch (code) {
            case "invalid_parameter_error", "InvalidParameter", "invalid_request_error" -> INVALID;
            case "data_inspection_failed", "DataInspectionFailed" -> FILTERED;
            case "invalid_api_key", "InvalidApiKey" -> UNAUTHORIZED;
            case "AccessDenied", "AllocationQuota" -> FORBIDDEN;
            case "model_not_found", "model_not_supported" -> NOT_FOUND;
            case "limit_requests", "insufficient_quota", "Throttling" -> LIMITED;
            case "limit_burst_rate", "Throttling.BurstRate" -> BURST;
            case "PrepaidBillOverdue", "CommodityNotPurchased", "Arrearage" -> UNPAID;
            case "internal_error", "InternalError", "RequestTimeOut", "ModelUnavailable", "ModelServingError" -> BROKEN;
            default -> otherwise;
        };
    }
}
