package dev.qwenagent.runtime.journal;

import dev.qwenagent.api.journal.DamagedRunException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Makes the entries of one run a chain and finds what was done to it. The hash of an entry is SHA-256 over a line each for the
 * format, the run's id, the entry's number and the hash before, and then the body as it is stored; so an entry is good at one
 * place of one run only. Its signature is HMAC-SHA256 over the hash, so every beginning of a run proves itself. Not thread-safe.
 */
final class Chain {

    private static final String FORMAT = "qwen-agent journal 1";

    private final String runId;
    private final @Nullable JournalKeys keys;
    private final Map<String, SecretKey> signing = new HashMap<>();

    Chain(String runId, @Nullable JournalKeys keys) {
        this.runId = runId;
        this.keys = keys;
    }

    /** Puts a body after what there is. */
    Envelope next(Head head, String body) {
        long number = head.entries() + 1;
        String hash = hash(number, head.hash(), body);
        Envelope.Signature signature = keys == null
                ? null
                : new Envelope.Signature(keys.current().id(), mac(keys.current(), hash));
        return new Envelope(number, head.hash(), hash, signature, body);
    }

    /**
     * Reads lines back and checks each.
     *
     * @throws DamagedRunException at the first that is not as it was written
     */
    List<Envelope> check(List<String> lines) {
        List<Envelope> envelopes = new ArrayList<>(lines.size());
        Head head = Head.EMPTY;
        for (String line : lines) {
            Envelope envelope = check(head, line);
            envelopes.add(envelope);
            head = Head.of(envelope);
        }
        return envelopes;
    }

    private Envelope check(Head head, String line) {
        long expected = head.entries() + 1;
        Envelope envelope;
        try {
            envelope = Envelope.parse(line);
        } catch (IllegalArgumentException e) {
            throw new DamagedRunException(runId, expected, e.getMessage());
        }
        if (envelope.number() != expected) {
            throw new DamagedRunException(runId, expected, "is missing: number " + envelope.number()
                    + " stands in its place");
        }
        if (!envelope.previous().equals(head.hash())) {
            throw new DamagedRunException(runId, expected, "does not follow the entry before it");
        }
        if (!envelope.hash().equals(hash(expected, head.hash(), envelope.body()))) {
            throw new DamagedRunException(runId, expected, "was changed: its hash is another");
        }
        if (keys != null) {
            checkSignature(envelope, keys);
        }
        return envelope;
    }

    private void checkSignature(Envelope envelope, JournalKeys known) {
        Envelope.Signature signature = envelope.signature();
        if (signature == null) {
            throw new DamagedRunException(runId, envelope.number(), "carries no signature, though a key is given");
        }
        JournalKey key = known.find(signature.key())
                .orElseThrow(() -> new DamagedRunException(runId, envelope.number(), "is signed with the key "
                        + signature.key() + ", which is none of those given"));
        byte[] expected = mac(key, envelope.hash()).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, signature.mac().getBytes(StandardCharsets.US_ASCII))) {
            throw new DamagedRunException(runId, envelope.number(), "was not signed with the key " + signature.key());
        }
    }

    private String hash(long number, String previous, String body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((FORMAT + "\n" + runId + "\n" + number + "\n" + previous + "\n")
                    .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private String mac(JournalKey key, String hash) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(signing.computeIfAbsent(key.id(), _ -> key.derive("signature", "HmacSHA256")));
            return HexFormat.of().formatHex(mac.doFinal(hash.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }
}
