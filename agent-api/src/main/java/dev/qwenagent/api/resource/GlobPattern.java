package dev.qwenagent.api.resource;

import java.util.regex.Pattern;

/**
 * A pattern of resources that are one text: {@code *} for any characters but {@code /}, {@code **} for any characters at all,
 * {@code ?} for one but {@code /}; {@code [*]}, {@code [?]} and {@code [[]} for the character in the brackets. One that ends in
 * {@code /**} matches the folder itself too, and {@code /**}{@code /} within one stands for any number of folders, none included.
 */
record GlobPattern(Pattern regex, String literalBeginning, int literalCharacters) implements ResourcePattern {

    /** The expression that every resource matches. */
    private static final String ANY = ".*";

    /** Matches no resource at all, which is more specific than any. */
    static final GlobPattern NOTHING = new GlobPattern(Pattern.compile(""), "", 1);

    /** Collects the expression, and what is literal in it. */
    private static final class Reading {
        private final StringBuilder regex = new StringBuilder();
        private final StringBuilder beginning = new StringBuilder();
        private int literals;
        private boolean isWild;

        void literal(int character) {
            String text = Character.toString(character);
            regex.append(Pattern.quote(text));
            literals++;
            if (!isWild) {
                beginning.append(text);
            }
        }

        void wild(String expression) {
            regex.append(expression);
            isWild = true;
        }
    }

    static GlobPattern of(String glob) {
        Reading reading = new Reading();
        for (int i = 0; i < glob.length();) {
            if (glob.startsWith("/**", i) && i + 3 == glob.length() && i > 0) {
                reading.wild("(?:/.*)?");
                reading.literals++;
                i += 3;
            } else if (glob.startsWith("/**/", i)) {
                reading.literal('/');
                reading.wild("(?:.*/)?");
                reading.literals++;
                i += 4;
            } else if (glob.startsWith("**", i)) {
                reading.wild(ANY);
                i += 2;
            } else if (glob.charAt(i) == '*') {
                reading.wild("[^/]*");
                i++;
            } else if (glob.charAt(i) == '?') {
                reading.wild("[^/]");
                i++;
            } else if (isEscape(glob, i)) {
                reading.literal(glob.charAt(i + 1));
                i += 3;
            } else {
                int character = glob.codePointAt(i);
                reading.literal(character);
                i += Character.charCount(character);
            }
        }
        return new GlobPattern(Pattern.compile(reading.regex.toString(), Pattern.DOTALL), reading.beginning.toString(),
                reading.literals);
    }

    private static boolean isEscape(String glob, int i) {
        return glob.startsWith("[*]", i) || glob.startsWith("[?]", i) || glob.startsWith("[[]", i);
    }

    /** The text as a pattern that matches it and nothing else. */
    static String escaped(String text) {
        StringBuilder glob = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean means = c == '*' || c == '?' || isEscape(text, i) || text.equals("[]") && c == '[';
            glob.append(means ? "[" + c + "]" : String.valueOf(c));
        }
        return glob.toString();
    }

    @Override
    public boolean matches(String resource) {
        return resource.startsWith(literalBeginning) && (isAny() || regex.matcher(resource).matches());
    }

    private boolean isAny() {
        return regex.pattern().equals(ANY);
    }
}
