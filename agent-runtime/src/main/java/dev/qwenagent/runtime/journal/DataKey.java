package dev.qwenagent.runtime.journal;

import dev.qwenagent.api.journal.DamagedRunException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key that the entries of one run are encrypted with, AES-256-GCM (NIST SP 800-38D). It is stored beside the run, itself
 * encrypted with the key from outside: whoever deletes these few bytes has deleted the run, wherever copies of its entries lie
 * without them. Immutable.
 */
final class DataKey {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final Pattern WRAPPED = Pattern.compile("([0-9a-f]{8})\\.([A-Za-z0-9+/]+=*)");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKey key;

    private DataKey(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    static DataKey random() {
        return new DataKey(random(KEY_BYTES));
    }

    /** This key as it is stored: the id of the key that it is encrypted with, a dot, and Base64. */
    String wrap(String runId, JournalKey master) {
        return master.id() + "." + encrypt(master.derive("data keys", "AES"), key.getEncoded(), runId);
    }

    /**
     * Reads a key back.
     *
     * @param keys those that it may be encrypted with; null if none were given
     * @throws LockedRunException if it needs another
     * @throws DamagedRunException if it was changed
     */
    static DataKey unwrap(String runId, String wrapped, @Nullable JournalKeys keys) {
        Matcher parts = WRAPPED.matcher(wrapped);
        if (!parts.matches()) {
            throw changed(runId);
        }
        String id = parts.group(1);
        if (keys == null) {
            throw new LockedRunException("run " + runId + " is encrypted with the key " + id
                    + "; open the journal with this key to read it");
        }
        JournalKey master = keys.find(id)
                .orElseThrow(() -> new LockedRunException("run " + runId + " is encrypted with the key " + id
                        + ", which is none of those given (the current one is " + keys.current().id() + ")"));
        try {
            return new DataKey(decrypt(master.derive("data keys", "AES"), parts.group(2), runId));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            throw changed(runId);
        }
    }

    private static DamagedRunException changed(String runId) {
        return new DamagedRunException(runId, 1, "is encrypted, and the key that is stored beside the run was changed: "
                + "it cannot be read any more");
    }

    /** Whether a stored key is encrypted with this key from outside. */
    static boolean isWrappedWith(JournalKey master, String wrapped) {
        return wrapped.startsWith(master.id() + ".");
    }

    /** Encrypts a text; it can be decrypted for the same place only. */
    String encrypt(String text, String place) {
        return encrypt(key, text.getBytes(StandardCharsets.UTF_8), place);
    }

    /**
     * Decrypts a text.
     *
     * @throws GeneralSecurityException if it was changed, is from another place, or was encrypted with another key
     */
    String decrypt(String text, String place) throws GeneralSecurityException {
        return new String(decrypt(key, text, place), StandardCharsets.UTF_8);
    }

    private static String encrypt(SecretKey key, byte[] plain, String place) {
        try {
            byte[] nonce = random(NONCE_BYTES);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(plain.length));
            cipher.doFinal(plain, 0, plain.length, all, NONCE_BYTES);
            return Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    private static byte[] decrypt(SecretKey key, String text, String place) throws GeneralSecurityException {
        byte[] all = Base64.getDecoder().decode(text);
        if (all.length < NONCE_BYTES) {
            throw new GeneralSecurityException("too short");
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, all, 0, NONCE_BYTES));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
