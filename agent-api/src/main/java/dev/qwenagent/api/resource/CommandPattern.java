package dev.qwenagent.api.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A pattern of commands, matched word by word and never as one text: {@code git log *}. In a word {@code *} stands for any
 * characters and {@code ?} for one; in double quotes both are themselves. A last word {@code *}, and {@code **} at any place,
 * stand for any number of words, none included.
 */
record CommandPattern(List<Pattern> words, List<Boolean> isMany, String literalBeginning,
        int literalCharacters) implements ResourcePattern {

    CommandPattern {
        words = List.copyOf(words);
        isMany = List.copyOf(isMany);
    }

    static CommandPattern of(String text) {
        List<CommandReader.Word> read = CommandReader.read(text);
        if (read.isEmpty()) {
            throw new IllegalArgumentException(
                    "a pattern of commands begins with a program, such as process.run:git log *; found nothing");
        }
        List<Pattern> words = new ArrayList<>();
        List<Boolean> isMany = new ArrayList<>();
        int literals = 0;
        for (int i = 0; i < read.size(); i++) {
            CommandReader.Word word = read.get(i);
            boolean isLast = i == read.size() - 1;
            isMany.add(word.isBare("**") || (isLast && i > 0 && word.isBare("*")));
            words.add(Pattern.compile(regex(word), Pattern.DOTALL));
            literals += word.literalCharacters() + 1;
        }
        CommandReader.Word program = read.getFirst();
        String beginning = program.hasWildcard() ? "" : CommandWords.quoted(program.text());
        return new CommandPattern(words, isMany, beginning, literals);
    }

    private static String regex(CommandReader.Word word) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < word.text().length(); i++) {
            char c = word.text().charAt(i);
            boolean isBare = !word.isQuoted().get(i);
            if (isBare && c == '*') {
                regex.append(".*");
            } else if (isBare && c == '?') {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    @Override
    public boolean matches(String resource) {
        return resource.startsWith(literalBeginning) && matches(0, CommandWords.of(resource).words(), 0);
    }

    private boolean matches(int i, List<String> given, int j) {
        if (i == words.size()) {
            return j == given.size();
        }
        if (isMany.get(i)) {
            for (int end = given.size(); end >= j; end--) {
                if (matches(i + 1, given, end)) {
                    return true;
                }
            }
            return false;
        }
        return j < given.size() && words.get(i).matcher(given.get(j)).matches() && matches(i + 1, given, j + 1);
    }
}
