package dev.qwenagent.local.tokenizer;

/** What an entry of the vocabulary is, as {@code tokenizer.ggml.token_type} of a GGUF file says it. */
public enum TokenType {

    /** A byte sequence that merging can make; its text is in the byte alphabet. */
    NORMAL(1),
    /** Stands for what cannot be encoded; a byte-level vocabulary never needs it. */
    UNKNOWN(2),
    /** Structure that is not part of the text, such as {@code <|im_end|>}. */
    CONTROL(3),
    /** An added token that is part of the text, such as {@code <think>}. */
    USER_DEFINED(4),
    /** A filler up to the size of the embedding matrix; no text gives it and a sampler must never choose it. */
    UNUSED(5),
    /** A single byte of vocabularies that fall back to bytes. */
    BYTE(6);

    private final int code;

    TokenType(int code) {
        this.code = code;
    }

    /**
     * The type with the given number.
     *
     * @param code as stored in the file
     * @throws IllegalArgumentException if no type has that number
     */
    public static TokenType of(long code) {
        for (TokenType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new IllegalArgumentException("token type " + code + " is unknown; expected 1 to 6");
    }
}
