package dev.qwenagent.memory;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import dev.qwenagent.api.AgentException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps conversations in a folder, one JSON file each, readable by their owner only. A file is replaced as a whole, so that
 * an end of the process at any moment leaves the conversation before or after a message, never half of one. Thread-safe for
 * different conversations.
 */
public final class FileConversationStore implements ChatMemoryStore {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final Path folder;

    /** A store in this folder, which is made when the first conversation is kept. */
    public FileConversationStore(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads a conversation.
     *
     * @return its messages; empty if there is none with this id
     * @throws AgentException if the id cannot name a file, or its file cannot be read or is no conversation, with the file
     */
    @Override
    public List<ChatMessage> getMessages(Object id) {
        Path file = file(id);
        try {
            return messages(file, Files.readString(file));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (CharacterCodingException e) {
            throw notMessages(file, "it is not UTF-8", e);
        } catch (IOException e) {
            throw new AgentException("conversation file " + file + " cannot be read: " + e, e);
        }
    }

    private static List<ChatMessage> messages(Path file, String json) {
        if (!json.startsWith("[") || !json.endsWith("]")) {
            throw notMessages(file, "it is no JSON array of messages, or has been cut", null);
        }
        List<ChatMessage> messages;
        try {
            messages = ChatMessageDeserializer.messagesFromJson(json);
        } catch (RuntimeException e) {
            throw notMessages(file, e.getMessage().lines().findFirst().orElse(""), e);
        }
        if (messages.contains(null)) {
            throw notMessages(file, "message " + (messages.indexOf(null) + 1) + " is null", null);
        }
        return messages;
    }

    private static AgentException notMessages(Path file, String problem, @Nullable Exception cause) {
        return new AgentException(
                "conversation file " + file + " cannot be read as messages in JSON: " + problem
                        + "; move it away to start the conversation anew",
                cause);
    }

    /**
     * Puts these messages in the place of what was kept. Half a surrogate pair, which UTF-8 cannot say, is kept as a question
     * mark.
     *
     * @throws AgentException if the id cannot name a file, or the file cannot be written; what was kept is then unchanged
     */
    @Override
    public void updateMessages(Object id, List<ChatMessage> messages) {
        Path file = file(id);
        try {
            Files.createDirectories(folder, OwnerOnly.folder());
            Path written = Files.createTempFile(folder, file.getFileName().toString(), ".new", OwnerOnly.file());
            try {
                Files.write(written, ChatMessageSerializer.messagesToJson(messages).getBytes(StandardCharsets.UTF_8));
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            throw new AgentException("conversation file " + file + " cannot be written: " + e, e);
        }
    }

    /**
     * Forgets a conversation; does nothing if there is none with this id.
     *
     * @throws AgentException if the id cannot name a file, or the file cannot be deleted
     */
    @Override
    public void deleteMessages(Object id) {
        Path file = file(id);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new AgentException("conversation file " + file + " cannot be deleted: " + e, e);
        }
    }

    private Path file(Object id) {
        if (!ID.matcher(id.toString()).matches()) {
            throw new AgentException(
                    "a conversation's id is up to 100 letters, digits, dots, dashes and underscores and begins"
                            + " with a letter or digit; found '" + id + "'");
        }
        return folder.resolve(id + ".json");
    }
}
