package dev.qwenagent.local.grammar;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a pattern of JSON Schema: the regular part of ECMA-262's expressions, matched anywhere in the text unless anchored.
 *
 * <p>
 * Literals, {@code .}, classes with ranges and negation, {@code \d \w \s} and their opposites, escapes of characters
 * ({@code \n}, {@code \x41}, {@code \}{@code u0041}, {@code \}{@code u}{1F600}, {@code \cA}), {@code \p{…}} with general
 * categories and a few binary properties, groups, {@code |}, {@code * + ? {n} {n,} {n,m}} also with a lazy {@code ?},
 * {@code ^} and {@code $} at the beginning and the end of the pattern or of an alternative of it. What looks around or back
 * ({@code (?=}, {@code (?!}, {@code \b}, {@code \1}) is not regular, and refused.
 */
final class PatternParser {

    private static final int DEEPEST = 100;
    private static final int MOST_REPEATS = 100_000;

    private final int[] pattern;
    private int at;
    private int depth;

    private PatternParser(String pattern) {
        this.pattern = pattern.codePoints().toArray();
    }

    /** The expression of all texts in which the pattern is found. */
    static Regex parse(String pattern) throws PatternException {
        PatternParser parser = new PatternParser(pattern);
        Regex regex = parser.searched();
        if (parser.at < parser.pattern.length) {
            throw new PatternException("there is a ) without its (");
        }
        return regex;
    }

    private boolean looksAt(int c) {
        return at < pattern.length && pattern[at] == c;
    }

    private boolean takes(int c) {
        if (looksAt(c)) {
            at++;
            return true;
        }
        return false;
    }

    /** Alternatives, each with what may stand before and behind where it is not anchored. */
    private Regex searched() throws PatternException {
        List<Regex> options = new ArrayList<>();
        do {
            boolean begins = takes('^');
            Regex group = begins || !isAnchoredGroup() ? null : anchoredGroup();
            if (group != null) {
                options.add(group);
                continue;
            }
            Regex body = sequence();
            boolean ends = takes('$');
            if (at < pattern.length && !looksAt('|') && !looksAt(')')) {
                throw new PatternException("an anchor stands inside the pattern");
            }
            options.add(new Regex.Sequence(List.of(begins ? Regex.EMPTY : Regex.ANYTHING, body,
                    ends ? Regex.EMPTY : Regex.ANYTHING)));
        } while (takes('|'));
        return options.size() == 1 ? options.getFirst() : new Regex.Choice(options);
    }

    /** A whole alternative that is one group whose alternatives bring their own anchors. */
    private boolean isAnchoredGroup() {
        int begin = at + (at + 2 < pattern.length && pattern[at + 1] == '?' && pattern[at + 2] == ':' ? 3 : 1);
        if (!looksAt('(') || begin >= pattern.length || pattern[begin] != '^') {
            return false;
        }
        int open = 0;
        for (int i = at; i < pattern.length; i++) {
            if (pattern[i] == '\\') {
                i++;
            } else if (pattern[i] == '[') {
                while (i < pattern.length && pattern[i] != ']') {
                    i += pattern[i] == '\\' ? 2 : 1;
                }
            } else if (pattern[i] == '(') {
                open++;
            } else if (pattern[i] == ')' && --open == 0) {
                return i + 1 == pattern.length || pattern[i + 1] == '|';
            }
        }
        return false;
    }

    private Regex anchoredGroup() throws PatternException {
        openGroup();
        Regex group = searched();
        closeGroup();
        return group;
    }

    private void openGroup() throws PatternException {
        at++;
        if (++depth > DEEPEST) {
            throw new PatternException("groups are nested more than " + DEEPEST + " deep");
        }
        if (takes('?')) {
            if (takes('<') && !looksAt('=') && !looksAt('!')) {
                while (at < pattern.length && !takes('>')) {
                    at++;
                }
            } else if (!takes(':')) {
                throw new PatternException("it looks ahead or behind");
            }
        }
    }

    private void closeGroup() throws PatternException {
        depth--;
        if (!takes(')')) {
            throw new PatternException("a ( is not closed");
        }
    }

    private Regex choice() throws PatternException {
        List<Regex> options = new ArrayList<>(List.of(sequence()));
        while (takes('|')) {
            options.add(sequence());
        }
        if (looksAt('^') || looksAt('$')) {
            throw new PatternException("an anchor stands inside the pattern");
        }
        return options.size() == 1 ? options.getFirst() : new Regex.Choice(options);
    }

    private Regex sequence() throws PatternException {
        List<Regex> parts = new ArrayList<>();
        while (at < pattern.length && "|)$^".indexOf(pattern[at]) < 0) {
            parts.add(repeated(atom()));
        }
        return parts.size() == 1 ? parts.getFirst() : new Regex.Sequence(parts);
    }

    private Regex atom() throws PatternException {
        int c = pattern[at];
        switch (c) {
            case '(' -> {
                openGroup();
                Regex inside = choice();
                closeGroup();
                return inside;
            }
            case '[' -> {
                at++;
                return new Regex.Chars(characterClass());
            }
            case '.' -> {
                at++;
                return new Regex.Chars(CharSet.of("\n\r\u2028\u2029").complement());
            }
            case '\\' -> {
                return new Regex.Chars(new PatternEscape(pattern, at).read(end -> at = end));
            }
            case '*', '+', '?' -> throw new PatternException("there is nothing to repeat before " + (char) c);
            default -> {
                at++;
                return new Regex.Chars(CharSet.of(c));
            }
        }
    }

    private Regex repeated(Regex atom) throws PatternException {
        Regex body = atom;
        while (at < pattern.length) {
            int least;
            int most;
            if (takes('*')) {
                least = 0;
                most = Regex.UNBOUNDED;
            } else if (takes('+')) {
                least = 1;
                most = Regex.UNBOUNDED;
            } else if (takes('?')) {
                least = 0;
                most = 1;
            } else if (looksAt('{') && isCount()) {
                at++;
                least = number();
                most = takes(',') ? looksAt('}') ? Regex.UNBOUNDED : number() : least;
                takes('}');
                if (most != Regex.UNBOUNDED && most < least) {
                    throw new PatternException("a repetition of {" + least + "," + most + "} is none");
                }
            } else {
                break;
            }
            takes('?');
            body = new Regex.Repeat(body, least, most);
        }
        return body;
    }

    private boolean isCount() {
        int i = at + 1;
        while (i < pattern.length && pattern[i] >= '0' && pattern[i] <= '9') {
            i++;
        }
        if (i == at + 1 || i == pattern.length) {
            return false;
        }
        if (pattern[i] == ',') {
            i++;
            while (i < pattern.length && pattern[i] >= '0' && pattern[i] <= '9') {
                i++;
            }
        }
        return i < pattern.length && pattern[i] == '}';
    }

    private int number() throws PatternException {
        int value = 0;
        while (at < pattern.length && pattern[at] >= '0' && pattern[at] <= '9') {
            value = 10 * value + pattern[at++] - '0';
            if (value > MOST_REPEATS) {
                throw new PatternException("a repetition is longer than " + MOST_REPEATS);
            }
        }
        return value;
    }

    private CharSet characterClass() throws PatternException {
        boolean negated = takes('^');
        CharSet set = CharSet.NONE;
        while (!looksAt(']')) {
            CharSet low = member();
            if (looksAt('-') && at + 1 < pattern.length && pattern[at + 1] != ']') {
                at++;
                CharSet high = member();
                set = set.or(range(low, high));
            } else {
                set = set.or(low);
            }
        }
        at++;
        return negated ? set.complement() : set;
    }

    private static CharSet range(CharSet low, CharSet high) throws PatternException {
        boolean single = low.ranges() == 1 && low.first(0) == low.last(0) && high.ranges() == 1
                && high.first(0) == high.last(0);
        if (!single || low.first(0) > high.first(0)) {
            throw new PatternException("a range of a character class has no order");
        }
        return CharSet.range(low.first(0), high.first(0));
    }

    private CharSet member() throws PatternException {
        if (at >= pattern.length) {
            throw new PatternException("a [ is not closed");
        }
        if (looksAt('\\')) {
            if (at + 1 < pattern.length && pattern[at + 1] == 'b') {
                at += 2;
                return CharSet.of('\b');
            }
            return new PatternEscape(pattern, at).read(end -> at = end);
        }
        return CharSet.of(pattern[at++]);
    }
}
