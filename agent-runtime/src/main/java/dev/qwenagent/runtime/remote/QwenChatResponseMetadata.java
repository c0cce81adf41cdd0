package dev.qwenagent.runtime.remote;

import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is known about a reply of a remote model beside what it says. */
public final class QwenChatResponseMetadata extends ChatResponseMetadata {

    private final String requestId;
    private final List<TokenProbability> logProbabilities;
    private final byte[] speech;

    private QwenChatResponseMetadata(Builder builder) {
        super(builder);
        this.requestId = builder.requestId;
        this.logProbabilities = List.copyOf(builder.logProbabilities);
        this.speech = builder.speech;
    }

    static Builder builderOfOwn() {
        return new Builder();
    }

    /** The server's name for the request, to be quoted to its operators; empty if it gave none. */
    public String requestId() {
        return requestId;
    }

    /** How likely each token of the answer was, in their order; empty unless asked for, see
     * {@link QwenChatRequestParameters.Builder#logProbabilities}. */
    public List<TokenProbability> logProbabilities() {
        return logProbabilities;
    }

    /** The spoken answer as the service sent it, 24 kHz WAV; empty unless asked for, see
     * {@link QwenChatRequestParameters.Builder#speech}. */
    public byte[] speech() {
        return speech.clone();
    }

    @Override
    public Builder toBuilder() {
        Builder builder = new Builder();
        toBuilder(builder);
        return builder.requestId(requestId).logProbabilities(logProbabilities).speech(speech);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof QwenChatResponseMetadata that && super.equals(that)
                && requestId.equals(that.requestId)
                && logProbabilities.equals(that.logProbabilities)
                && Arrays.equals(speech, that.speech);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), requestId, logProbabilities, Arrays.hashCode(speech));
    }

    /** Collects what is known. Not thread-safe. */
    public static final class Builder extends ChatResponseMetadata.Builder<Builder> {

        private String requestId = "";
        private List<TokenProbability> logProbabilities = List.of();
        private byte[] speech = {};

        private Builder() {}

        Builder requestId(String value) {
            requestId = value;
            return this;
        }

        Builder logProbabilities(List<TokenProbability> value) {
            logProbabilities = value;
            return this;
        }

        Builder speech(byte[] value) {
            speech = value.clone();
            return this;
        }

        @Override
        public QwenChatResponseMetadata build() {
            return new QwenChatResponseMetadata(this);
        }
    }
}
