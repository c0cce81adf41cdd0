package dev.qwenagent.local.tokenizer;

import dev.qwenagent.local.gguf.GgufFormatException;
import dev.qwenagent.local.gguf.GgufMetadata;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Turns text into the token ids of a vocabulary and back.
 * <p>
 * There are two ways to encode, since who wrote the text matters. {@link #encode} takes every character for what it is; text
 * that spells {@code <|im_start|>} becomes ordinary tokens. {@link #encodePrompt} is for a rendered prompt, in which special
 * tokens are structure; the parts of it that come from elsewhere are kept apart by {@link SpecialTokens#guarded}.
 * <p>
 * Immutable and safe for use by several threads. Follows byte-pair encoding as in Sennrich, Haddow and Birch, "Neural Machine
 * Translation of Rare Words with Subword Units" (2016), section 3.2, over bytes in place of characters.
 */
public final class BpeTokenizer {

    private static final int BYTES = 256;

    private final Vocabulary vocabulary;
    private final SpecialTokens specialTokens;
    private final MergeTable merges;
    private final int[] byteIds;

    private BpeTokenizer(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.specialTokens = SpecialTokens.from(vocabulary);
        Map<String, Integer> ids = normalIds(vocabulary);
        this.byteIds = byteIds(ids);
        this.merges = MergeTable.of(vocabulary.merges(), ids);
    }

    /**
     * A tokenizer for a vocabulary.
     *
     * @throws IllegalArgumentException if the vocabulary lacks the token of a byte, or one that a merge needs or makes
     */
    public static BpeTokenizer of(Vocabulary vocabulary) {
        return new BpeTokenizer(vocabulary);
    }

    /**
     * The tokenizer of a model file.
     *
     * @throws GgufFormatException if the file's vocabulary is damaged or not the byte-level one of the Qwen models
     */
    public static BpeTokenizer from(GgufMetadata metadata) {
        Vocabulary vocabulary = Vocabulary.from(metadata);
        try {
            return of(vocabulary);
        } catch (IllegalArgumentException e) {
            throw new GgufFormatException(
                    "%s: %s; the file is damaged".formatted(metadata.place("tokenizer.ggml.merges"), e.getMessage()));
        }
    }

    private static Map<String, Integer> normalIds(Vocabulary vocabulary) {
        Map<String, Integer> ids = HashMap.newHashMap(vocabulary.size());
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.type(id) == TokenType.NORMAL) {
                ids.putIfAbsent(vocabulary.token(id), id);
            }
        }
        return ids;
    }

    private static int[] byteIds(Map<String, Integer> ids) {
        int[] byteIds = new int[BYTES];
        for (int value = 0; value < BYTES; value++) {
            String letter = String.valueOf(ByteAlphabet.letter(value));
            Integer id = ids.get(letter);
            if (id == null) {
                throw new IllegalArgumentException("expected a token '" + letter + "' for byte " + value
                        + ", found none; a byte-level vocabulary has one for each of the 256 bytes");
            }
            byteIds[value] = id;
        }
        return byteIds;
    }

    /** What this tokenizer was made of. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** The tokens that stand for themselves. */
    public SpecialTokens specialTokens() {
        return specialTokens;
    }

    /**
     * Encodes plain text; special tokens spelled in it are text like any other.
     *
     * @return the ids, none for an empty text
     */
    public int[] encode(String text) {
        TokenList tokens = new TokenList(text.length() / 3);
        appendPlain(text, new PieceMerger(merges, byteIds, tokens));
        return tokens.toArray();
    }

    /**
     * Encodes a rendered prompt: each special token spelled in it becomes that token, the longest where several begin, except
     * in what {@link SpecialTokens#guarded} has marked.
     *
     * @return the ids, none for an empty prompt
     */
    public int[] encodePrompt(String prompt) {
        TokenList tokens = new TokenList(prompt.length() / 3);
        PieceMerger merger = new PieceMerger(merges, byteIds, tokens);
        int done = 0;
        SpecialTokens.Occurrence special = specialTokens.next(prompt, 0);
        while (special != null) {
            appendPlain(specialTokens.unguarded(prompt.substring(done, special.start())), merger);
            tokens.add(special.id());
            done = special.end();
            special = specialTokens.next(prompt, done);
        }
        appendPlain(specialTokens.unguarded(prompt.substring(done)), merger);
        return tokens.toArray();
    }

    private void appendPlain(String text, PieceMerger merger) {
        String normalized = Nfc.normalize(text);
        int start = 0;
        while (start < normalized.length()) {
            int end = vocabulary.preTokenizer().pieceEnd(normalized, start);
            merger.encode(normalized, start, end);
            start = end;
        }
    }

    /**
     * The text of the tokens, special ones written out; bytes that are not UTF-8 become U+FFFD.
     *
     * @throws IndexOutOfBoundsException if an id is not in the vocabulary
     */
    public String decode(int... ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(ids.length * 4);
        for (int id : ids) {
            bytes.writeBytes(tokenBytes(id));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /**
     * The text of the tokens without those of type {@link TokenType#CONTROL}; bytes that are not UTF-8 become U+FFFD.
     *
     * @throws IndexOutOfBoundsException if an id is not in the vocabulary
     */
    public String decodeText(int... ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(ids.length * 4);
        for (int id : ids) {
            if (vocabulary.type(id) != TokenType.CONTROL) {
                bytes.writeBytes(tokenBytes(id));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** A decoder for tokens that arrive one by one. */
    public StreamingDecoder streamingDecoder() {
        return new StreamingDecoder(this);
    }

    /**
     * The bytes that a token stands for, which may begin or end inside a character; a new array each time.
     *
     * @throws IndexOutOfBoundsException if the id is not in the vocabulary
     */
    public byte[] tokenBytes(int id) {
        String text = vocabulary.token(id);
        return switch (vocabulary.type(id)) {
            case NORMAL, BYTE -> ByteAlphabet.bytes(text);
            case CONTROL, USER_DEFINED, UNUSED, UNKNOWN -> text.getBytes(StandardCharsets.UTF_8);
        };
    }
}
