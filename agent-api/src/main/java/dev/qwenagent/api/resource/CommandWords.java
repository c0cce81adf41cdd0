package dev.qwenagent.api.resource;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A command as its program is given it: words, not a line for a shell. Its text parts the words by blanks and puts those in
 * double quotes that hold anything but letters, digits and a few signs without meaning; so each list of words has one text and
 * each text one list of words. Immutable.
 *
 * @param words the program and its arguments
 */
public record CommandWords(List<String> words) {

    private static final int LONGEST = 1 << 16;
    private static final String SAFE_SIGNS = "_-./:=@%+,~^";

    /**
     * Copies the words.
     *
     * @throws IllegalArgumentException if there is no program, or a word has a NUL, which no program can be given
     */
    public CommandWords {
        words = List.copyOf(words);
        if (words.isEmpty() || words.getFirst().isEmpty()) {
            throw new IllegalArgumentException("a command begins with a program, found none");
        }
        if (words.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("a word of the command has a NUL character; leave it out");
        }
    }

    /**
     * Reads the text of a command. Pipes, variables, semicolons and the like have no meaning: they are characters of a word.
     *
     * @throws IllegalArgumentException if there is no program, a quote is not closed, an escape is none, or the text is longer
     *     than 65,536 characters
     */
    public static CommandWords of(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a command has at most " + LONGEST + " characters, found " + text.length());
        }
        return new CommandWords(CommandReader.read(text).stream().map(CommandReader.Word::text).toList());
    }

    /** The canonical text, from which {@link #of} reads the same words. */
    @Override
    public String toString() {
        return words.stream().map(CommandWords::quoted).collect(Collectors.joining(" "));
    }

    static String quoted(String word) {
        if (!word.isEmpty() && word.chars().allMatch(CommandWords::isPlain)) {
            return word;
        }
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                default -> text.append(shows(c) ? String.valueOf(c) : "\\u%04x".formatted((int) c));
            }
        }
        return text.append('"').toString();
    }

    private static boolean isPlain(int c) {
        return Character.isLetterOrDigit(c) || SAFE_SIGNS.indexOf(c) >= 0;
    }

    private static boolean shows(char c) {
        int type = Character.getType(c);
        return c == ' ' || !(Character.isWhitespace(c) || Character.isISOControl(c) || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR);
    }
}
