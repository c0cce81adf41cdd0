package dev.qwenagent.local.tokenizer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes tokens as they are generated, and holds back the bytes of a character until its last one has arrived.
 * <p>
 * The pieces put together are what {@link BpeTokenizer#decode} makes of all the tokens at once. Not thread-safe: one stream,
 * one decoder.
 */
public final class StreamingDecoder {

    /** The longest beginning of a character that can be held back. */
    private static final int LONGEST_REST = 3;

    private final BpeTokenizer tokenizer;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] rest = new byte[0];

    StreamingDecoder(BpeTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * Takes the next token and returns the characters it completes, often its own text, empty if it ends inside its first
     * character. Special tokens are written out.
     *
     * @throws IndexOutOfBoundsException if the id is not in the vocabulary
     */
    public String accept(int id) {
        byte[] bytes = tokenizer.tokenBytes(id);
        ByteBuffer input = ByteBuffer.allocate(rest.length + bytes.length).put(rest).put(bytes).flip();
        CharBuffer output = CharBuffer.allocate(input.remaining());
        decoder.decode(input, output, false);
        rest = new byte[input.remaining()];
        input.get(rest);
        return output.flip().toString();
    }

    /** Ends the stream: U+FFFD for a character that was left incomplete, else the empty string. The decoder can be used anew. */
    public String finish() {
        CharBuffer output = CharBuffer.allocate(LONGEST_REST + 1);
        decoder.decode(ByteBuffer.wrap(rest), output, true);
        decoder.flush(output);
        decoder.reset();
        rest = new byte[0];
        return output.flip().toString();
    }
}
