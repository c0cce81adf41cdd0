package dev.qwenagent.runtime.retry;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.UnsupportedFeatureException;

/**
 * When another model is asked in the place of one that failed for good. What is the matter with the model, its server or its
 * account (down, overloaded, not found, key refused, bill unpaid) need not be the matter with another one. What is the matter
 * with the request is not taken elsewhere: a request that is malformed, longer than the context or asks for what the model cannot
 * do is a fault to be seen, and what a content filter refused is not tried on others until one lets it pass.
 */
public final class FailOver {

    private FailOver() {}

    /** Whether another model may succeed where one failed with this, its retries used up. */
    public static boolean canHelp(LangChain4jException problem) {
        return !(problem instanceof InvalidRequestException) && !(problem instanceof UnsupportedFeatureException);
    }
}
