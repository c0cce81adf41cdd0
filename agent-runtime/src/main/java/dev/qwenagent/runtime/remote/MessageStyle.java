package dev.qwenagent.runtime.remote;

import dev.langchain4j.data.message.ContentType;
import java.util.Set;

/**
 * How the messages of one request are written.
 *
 * @param family the kind of server
 * @param thoughts which thoughts of earlier replies are sent back
 * @param takes the kinds of content that the model reads
 * @param vision how large it sees pictures and videos
 * @param cache where what was read is to be kept
 * @param word what is put behind the newest question
 */
record MessageStyle(
        ServerFamily family,
        Thoughts thoughts,
        Set<ContentType> takes,
        VisionSettings vision,
        Set<CachePoint> cache,
        String word) {

    /** Which thoughts in earlier replies are sent back. */
    enum Thoughts {
        /** All of them. */
        ALL,
        /** Those since the newest question: a model that calls tools is trained to read them again. */
        SINCE_THE_QUESTION,
        /** None. */
        NONE
    }

    static MessageStyle of(ServerFamily family, QwenChatRequestParameters parameters, KnownModel model) {
        return new MessageStyle(
                family,
                thoughts(family, parameters),
                model.takes(),
                parameters.vision() == null ? VisionSettings.DEFAULT : parameters.vision(),
                family == ServerFamily.MODEL_STUDIO ? parameters.cache() : Set.of(),
                family.thinkingSwitch().word(parameters));
    }

    private static Thoughts thoughts(ServerFamily family, QwenChatRequestParameters parameters) {
        Boolean preserved = parameters.preserveThinking();
        if (preserved == null) {
            // A server of which nothing is known may refuse a field that OpenAI's protocol does not have.
            return family == ServerFamily.PLAIN ? Thoughts.NONE : Thoughts.SINCE_THE_QUESTION;
        }
        return preserved ? Thoughts.ALL : Thoughts.NONE;
    }
}
