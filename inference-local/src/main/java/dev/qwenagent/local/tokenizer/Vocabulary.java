package dev.qwenagent.local.tokenizer;

import dev.qwenagent.local.gguf.GgufFormatException;
import dev.qwenagent.local.gguf.GgufMetadata;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * What a tokenizer is made of: the tokens by id, their types, and the merges in the order in which they were learned.
 *
 * @param tokens the text of each token, by id; normal tokens are written in the byte alphabet, in which every byte is one
 *        printable character ({@code Ġ} is a space), the others as they are
 * @param types the type of each token, by id; as many as there are tokens
 * @param merges {@code "left right"}, both in the byte alphabet, the most frequent first
 * @param preTokenizer how text is cut into pieces before merging
 * @param endOfSequence the id of the token that ends what the model says
 */
public record Vocabulary(
        List<String> tokens,
        List<TokenType> types,
        List<String> merges,
        PreTokenizer preTokenizer,
        int endOfSequence) {

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if the number of types differs from that of tokens, or the end-of-sequence id is
     *         none of the tokens
     */
    public Vocabulary {
        tokens = List.copyOf(tokens);
        types = List.copyOf(types);
        merges = List.copyOf(merges);
        Objects.requireNonNull(preTokenizer, "preTokenizer");
        if (types.size() != tokens.size()) {
            throw new IllegalArgumentException(
                    "vocabulary has " + tokens.size() + " tokens and " + types.size()
                            + " token types; expected as many");
        }
        if (endOfSequence < 0 || endOfSequence >= tokens.size()) {
            throw new IllegalArgumentException(
                    "end-of-sequence token " + endOfSequence + " is not in the vocabulary of " + tokens.size()
                            + " tokens");
        }
    }

    /**
     * The vocabulary in the metadata of a model file, from the keys that begin with {@code tokenizer.ggml.}.
     *
     * @throws GgufFormatException if a key is missing or of another kind, or the file's tokenizer is not the byte-level one
     *         of the Qwen models
     */
    public static Vocabulary from(GgufMetadata metadata) {
        String model = metadata.text("tokenizer.ggml.model");
        if (!model.equals("gpt2")) {
            throw new GgufFormatException(
                    "%s is '%s', expected gpt2 (byte-level pair encoding); use the file of a Qwen model"
                            .formatted(metadata.place("tokenizer.ggml.model"), model));
        }
        List<String> tokens = metadata.texts("tokenizer.ggml.tokens");
        try {
            return new Vocabulary(
                    tokens,
                    types(metadata, tokens.size()),
                    metadata.texts("tokenizer.ggml.merges"),
                    PreTokenizer.named(metadata.text("tokenizer.ggml.pre")),
                    metadata.integer("tokenizer.ggml.eos_token_id"));
        } catch (IllegalArgumentException e) {
            throw new GgufFormatException(
                    "%s: %s; the file is damaged".formatted(metadata.place("tokenizer.ggml.tokens"), e.getMessage()));
        }
    }

    private static List<TokenType> types(GgufMetadata metadata, int tokens) {
        return metadata.findWholes("tokenizer.ggml.token_type")
                .map(codes -> Arrays.stream(codes).mapToObj(TokenType::of).toList())
                .orElseGet(() -> Collections.nCopies(tokens, TokenType.NORMAL));
    }

    /** How many tokens there are, fillers included; ids go from 0 to one below it. */
    public int size() {
        return tokens.size();
    }

    /**
     * The text of a token as the vocabulary writes it: normal tokens in the byte alphabet.
     *
     * @throws IndexOutOfBoundsException if the id is not in the vocabulary
     */
    public String token(int id) {
        return tokens.get(checked(id));
    }

    /**
     * The type of a token.
     *
     * @throws IndexOutOfBoundsException if the id is not in the vocabulary
     */
    public TokenType type(int id) {
        return types.get(checked(id));
    }

    private int checked(int id) {
        if (id < 0 || id >= tokens.size()) {
            throw new IndexOutOfBoundsException(
                    "token id " + id + " is not in the vocabulary; expected 0 to " + (tokens.size() - 1));
        }
        return id;
    }

    /** Names the sizes, not the hundred thousand tokens. */
    @Override
    public String toString() {
        return "Vocabulary[" + tokens.size() + " tokens, " + merges.size() + " merges, " + preTokenizer + "]";
    }
}
