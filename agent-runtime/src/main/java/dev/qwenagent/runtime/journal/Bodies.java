package dev.qwenagent.runtime.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.journal.DamagedRunException;
import dev.qwenagent.api.journal.JournalEntry;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The bodies of the envelopes of one run: entries as JSON, blacked out and encrypted as the journal is kept, and back. */
final class Bodies {

    private static final String ENCRYPTED = "{\"encrypted\":\"";
    private static final String END = "\"}";

    private final String runId;
    private final Redaction redaction;
    private final @Nullable DataKey key;

    /**
     * The bodies of a run.
     *
     * @param key what they are encrypted with; null if they are written in the clear
     */
    Bodies(String runId, Redaction redaction, @Nullable DataKey key) {
        this.runId = runId;
        this.redaction = redaction;
        this.key = key;
    }

    String write(long number, JournalEntry entry) {
        try {
            ObjectNode json = JournalJson.tree(entry);
            RedactedJson.apply(redaction, json);
            String clear = wellFormed(JsonFields.MAPPER.writeValueAsString(json));
            return key == null ? clear : ENCRYPTED + key.encrypt(clear, place(number)) + END;
        } catch (JsonProcessingException e) {
            throw new AgentException("entry " + number + " of run " + runId + " cannot be written as JSON: " + e, e);
        }
    }

    /** Half of a pair of surrogates, as a model's stream that is cut can end in, has no form in UTF-8; JSON has one for it. */
    private static String wellFormed(String json) {
        if (StandardCharsets.UTF_8.newEncoder().canEncode(json)) {
            return json;
        }
        StringBuilder escaped = new StringBuilder();
        json.codePoints().forEach(character -> {
            if (Character.getType(character) == Character.SURROGATE) {
                escaped.append("\\u").append(HexFormat.of().toHexDigits((char) character));
            } else {
                escaped.appendCodePoint(character);
            }
        });
        return escaped.toString();
    }

    JournalEntry read(Envelope envelope) {
        try {
            return JournalJson.read(clear(envelope));
        } catch (GeneralSecurityException e) {
            throw new DamagedRunException(runId, envelope.number(), "cannot be decrypted: it was changed, or written "
                    + "with another key");
        } catch (JsonProcessingException | RuntimeException e) {
            if (e instanceof AgentException known) {
                throw known;
            }
            throw new DamagedRunException(runId, envelope.number(), "is no entry: " + e.getMessage());
        }
    }

    static boolean isEncrypted(Envelope envelope) {
        return envelope.body().startsWith(ENCRYPTED);
    }

    private String clear(Envelope envelope) throws GeneralSecurityException {
        String body = envelope.body();
        if (!isEncrypted(envelope)) {
            return body;
        }
        if (key == null) {
            throw new DamagedRunException(runId, envelope.number(),
                    "is encrypted, and the key that was stored beside the "
                            + "run is gone: it cannot be read any more");
        }
        return key.decrypt(body.substring(ENCRYPTED.length(), body.length() - END.length()),
                place(envelope.number()));
    }

    private String place(long number) {
        return runId + "\n" + number;
    }
}
