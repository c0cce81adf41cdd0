/**
 * Text to token ids and back, as the Qwen models were trained: byte-level byte-pair encoding.
 * <p>
 * A text goes through four steps. Tokens that stand for themselves ({@link SpecialTokens}) are cut out, where the caller
 * asks for it; what lies between them is brought to Unicode form NFC; a {@link PreTokenizer} cuts it into pieces that no
 * token crosses; the bytes of each piece are merged pair by pair, in the order in which the {@link Vocabulary} learned its
 * merges. {@link BpeTokenizer} does all four and the way back. Bytes are preserved: what a token stands for is a byte
 * sequence, which may end inside a character, and {@link StreamingDecoder} waits for the rest of it.
 * <p>
 * The result is that of the reference implementation (Hugging Face {@code tokenizers}) for the same files. Every step
 * takes time proportional to the text, or to n log n for one long piece of it, whatever the text is.
 */
@NullMarked
package dev.qwenagent.local.tokenizer;

import org.jspecify.annotations.NullMarked;
