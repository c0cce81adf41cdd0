package dev.qwenagent.runtime.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * How likely a token of a reply was.
 *
 * @param token its text
 * @param logProbability the natural logarithm of its probability, 0 or less
 * @param top the likeliest tokens at its place, as many as were asked for; each of them without any of its own
 */
public record TokenProbability(String token, double logProbability, List<TokenProbability> top) {

    /** Copies the list. */
    public TokenProbability {
        top = List.copyOf(top);
    }

    /** Reads an array of them; of anything else none. */
    static List<TokenProbability> read(JsonNode array) {
        List<TokenProbability> read = new ArrayList<>();
        for (JsonNode entry : array) {
            read.add(new TokenProbability(entry.path("token").asText(), entry.path("logprob").asDouble(),
                    read(entry.path("top_logprobs"))));
        }
        return read;
    }
}
