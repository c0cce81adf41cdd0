package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.qwenagent.api.journal.RequestDigest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Digests of a run's requests. A message is hashed once, since each request repeats those before it. Not thread-safe: one run,
 * one thread.
 */
public final class RequestDigests {

    private final Map<ChatMessage, byte[]> known = new IdentityHashMap<>();

    /** Digests with nothing hashed yet. */
    public RequestDigests() {}

    /**
     * The digest of a request.
     *
     * @param settings how the model was to think and to pick its tokens, whatever kind of model it is
     */
    RequestDigest of(ModelRequests.Question question, String settings) {
        String all = settings + " " + question.format();
        return new RequestDigest(question.messages().size(), ofMessages(question.messages()),
                toolsHash(question.tools()), hex(sha256().digest(all.getBytes(StandardCharsets.UTF_8))));
    }

    /** The {@link RequestDigest#messagesHash} of a request with these messages. */
    public String ofMessages(List<ChatMessage> messages) {
        MessageDigest digest = sha256();
        for (ChatMessage message : messages) {
            digest.update(known.computeIfAbsent(message, RequestDigests::hash));
        }
        return hex(digest.digest());
    }

    /** The digest of what a model is told of tools. */
    static String toolsHash(List<ToolSpecification> tools) {
        MessageDigest digest = sha256();
        tools.forEach(tool -> digest.update((tool.toJson() + "\n").getBytes(StandardCharsets.UTF_8)));
        return hex(digest.digest());
    }

    private static byte[] hash(ChatMessage message) {
        return sha256().digest(ChatMessageSerializer.messageToJson(message).getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
