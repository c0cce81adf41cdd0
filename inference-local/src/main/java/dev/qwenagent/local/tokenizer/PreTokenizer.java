package dev.qwenagent.local.tokenizer;

/**
 * Cuts text into the pieces that are encoded one by one.
 * <p>
 * The models define the cut by a regular expression, whose first alternative that matches wins:
 *
 * <pre>
 * (?i:'s|'t|'re|'ve|'m|'ll|'d)      contraction
 * [^\r\n L N]? L+                   word, with one sign or space before it
 * N                                 one digit
 *  ?[^\s L N]+ [\r\n]*              signs, with a space before and line ends after them
 * \s*[\r\n]+                        white space up to the last line end
 * \s+(?!\S)                         white space but the last, which belongs to what follows
 * \s+                               white space
 * </pre>
 *
 * where {@code L} is {@code \p{L}} and {@code N} is {@code \p{N}}. {@link #QWEN35} takes combining marks ({@code \p{M}}) for
 * letters. It is written here as a scanner that reads each character a bounded number of times and needs no stack, which a
 * backtracking expression cannot promise for a megabyte of one letter.
 */
public enum PreTokenizer {

    /** Qwen2, Qwen2.5, Qwen3 and Qwen3-Next. */
    QWEN2("qwen2"),
    /** Qwen3.5 and later: a combining mark is part of the word. */
    QWEN35("qwen35");

    private final String id;

    PreTokenizer(String id) {
        this.id = id;
    }

    /**
     * The pre-tokenizer that GGUF files name so ({@code tokenizer.ggml.pre}).
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static PreTokenizer named(String name) {
        for (PreTokenizer candidate : values()) {
            if (candidate.id.equals(name)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("pre-tokenizer '" + name + "' is not supported; expected qwen2 or qwen35");
    }

    /**
     * Where the piece that begins at {@code start} ends (exclusive).
     *
     * @param start an index below the length of the text, at which a piece begins
     */
    int pieceEnd(CharSequence text, int start) {
        int end = contractionEnd(text, start);
        if (end < 0) {
            end = wordEnd(text, start);
        }
        if (end < 0) {
            end = digitEnd(text, start);
        }
        if (end < 0) {
            end = signsEnd(text, start);
        }
        return end < 0 ? whiteSpaceEnd(text, start) : end;
    }

    private static int contractionEnd(CharSequence text, int start) {
        if (text.charAt(start) != '\'' || start + 1 == text.length()) {
            return -1;
        }
        return switch (fold(text.charAt(start + 1))) {
            case 's', 't', 'm', 'd' -> start + 2;
            case 'r', 'v' -> foldsTo(text, start + 2, 'e');
            case 'l' -> foldsTo(text, start + 2, 'l');
            default -> -1;
        };
    }

    private static int foldsTo(CharSequence text, int index, char letter) {
        return index < text.length() && fold(text.charAt(index)) == letter ? index + 1 : -1;
    }

    /** Simple case folding, as far as the letters of contractions need it: besides A to Z, the long s folds to s. */
    private static char fold(char letter) {
        if (letter >= 'A' && letter <= 'Z') {
            return (char) (letter + ('a' - 'A'));
        }
        return letter == '\u017F' ? 's' : letter;
    }

    private int wordEnd(CharSequence text, int start) {
        int first = Character.codePointAt(text, start);
        int letters = start;
        if (!isLetter(first)) {
            letters += Character.charCount(first);
            if (isLineEnd(first) || isNumber(first) || letters == text.length()) {
                return -1;
            }
        }
        int end = letters;
        while (end < text.length()) {
            int next = Character.codePointAt(text, end);
            if (!isLetter(next)) {
                break;
            }
            end += Character.charCount(next);
        }
        return end == letters ? -1 : end;
    }

    private static int digitEnd(CharSequence text, int start) {
        int first = Character.codePointAt(text, start);
        return isNumber(first) ? start + Character.charCount(first) : -1;
    }

    private int signsEnd(CharSequence text, int start) {
        int signs = text.charAt(start) == ' ' ? start + 1 : start;
        int end = signs;
        while (end < text.length()) {
            int next = Character.codePointAt(text, end);
            if (isWhiteSpace(next) || isLetter(next) || isNumber(next)) {
                break;
            }
            end += Character.charCount(next);
        }
        if (end == signs) {
            return -1;
        }
        while (end < text.length() && isLineEnd(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int whiteSpaceEnd(CharSequence text, int start) {
        int end = start;
        int afterLineEnd = -1;
        while (end < text.length() && isWhiteSpace(text.charAt(end))) {
            end++;
            if (isLineEnd(text.charAt(end - 1))) {
                afterLineEnd = end;
            }
        }
        if (afterLineEnd >= 0) {
            return afterLineEnd;
        }
        boolean beforeText = end < text.length();
        return beforeText && end - start > 1 ? end - 1 : end;
    }

    /** Whether the character makes words: a letter, in {@link #QWEN35} also a combining mark. */
    private boolean isLetter(int character) {
        return Character.isLetter(character) || this == QWEN35 && isMark(character);
    }

    /** {@code \p{M}}. */
    static boolean isMark(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    private static boolean isNumber(int character) {
        return switch (Character.getType(character)) {
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
            default -> false;
        };
    }

    private static boolean isLineEnd(int character) {
        return character == '\r' || character == '\n';
    }

    /** The Unicode property White_Space, which is {@code \s} in the models' expressions; all of it is below U+FFFF. */
    private static boolean isWhiteSpace(int character) {
        return character >= '\t' && character <= '\r' || character == ' ' || character == '\u0085'
                || character == '\u00A0' || character == '\u1680' || character >= '\u2000' && character <= '\u200A'
                || character == '\u2028' || character == '\u2029' || character == '\u202F' || character == '\u205F'
                || character == '\u3000';
    }
}
