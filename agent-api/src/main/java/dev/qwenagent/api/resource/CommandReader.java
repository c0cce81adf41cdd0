package dev.qwenagent.api.resource;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads words that blanks part. Double quotes hold a word together; in them a backslash takes the meaning from a quote or a
 * backslash, {@code \n}, {@code \t} and {@code \}{@code u001b} stand for characters that do not show. Outside of quotes every
 * character but a blank and a quote is itself: there are no variables, no pipes and no single quotes, since no shell reads this.
 */
final class CommandReader {

    private final String text;
    private final List<Word> words = new ArrayList<>();
    private StringBuilder word = new StringBuilder();
    private List<Boolean> quoted = new ArrayList<>();
    private boolean isWord;
    private int at;

    private CommandReader(String text) {
        this.text = text;
    }

    /**
     * A word, and for each of its characters whether it stood in quotes.
     */
    record Word(String text, List<Boolean> isQuoted) {

        /** Whether the word is this, with nothing of it in quotes. */
        boolean isBare(String other) {
            return text.equals(other) && !isQuoted.contains(true);
        }

        boolean hasWildcard() {
            return literalCharacters() < text.length();
        }

        int literalCharacters() {
            int literals = 0;
            for (int i = 0; i < text.length(); i++) {
                boolean isWild = !isQuoted.get(i) && (text.charAt(i) == '*' || text.charAt(i) == '?');
                literals += isWild ? 0 : 1;
            }
            return literals;
        }
    }

    /**
     * The words of a text.
     *
     * @throws IllegalArgumentException if a quote is not closed or an escape is none
     */
    static List<Word> read(String text) {
        CommandReader reader = new CommandReader(text);
        reader.read();
        return reader.words;
    }

    private void read() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                isWord = true;
                quotation();
            } else if (Character.isWhitespace(c)) {
                end();
            } else {
                isWord = true;
                take(c, false);
            }
        }
        end();
    }

    private void quotation() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return;
            }
            take(c == '\\' ? escaped() : c, true);
        }
        throw new IllegalArgumentException("a quote of the command is not closed: " + text);
    }

    private char escaped() {
        char c = at < text.length() ? text.charAt(at++) : ' ';
        switch (c) {
            case '"', '\\' -> {
                return c;
            }
            case 'n' -> {
                return '\n';
            }
            case 't' -> {
                return '\t';
            }
            case 'u' -> {
                if (at + 4 <= text.length() && text.substring(at, at + 4).matches("[0-9a-f]{4}")) {
                    at += 4;
                    return (char) Integer.parseInt(text.substring(at - 4, at), 16);
                }
            }
            default -> {
            }
        }
        throw new IllegalArgumentException("in quotes a backslash stands before \", \\, n, t or uXXXX: " + text);
    }

    private void take(char c, boolean isQuoted) {
        word.append(c);
        quoted.add(isQuoted);
    }

    private void end() {
        if (isWord) {
            words.add(new Word(word.toString(), List.copyOf(quoted)));
            word = new StringBuilder();
            quoted = new ArrayList<>();
            isWord = false;
        }
    }
}
