package dev.qwenagent.local.grammar;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text of an automaton, with bounds on its length.
 *
 * @param dfa what the text may be
 * @param encoding how it is written
 * @param state where the automaton is
 * @param part what of a character or of the frame has been read, see {@link TextPlace}
 * @param least characters still to come at least; above 0 only where every text is allowed
 * @param most characters still to come at most, or {@link Shape#UNLIMITED}
 */
record TextTerminal(TextDfa dfa, Encoding encoding, int state, int part, int least, int most) implements Terminal {

    static TextTerminal raw(TextDfa dfa) {
        return new TextTerminal(dfa, Encoding.RAW, 0, TextPlace.BODY, 0, Shape.UNLIMITED);
    }

    static TextTerminal quoted(Shape.Text text) {
        return new TextTerminal(text.text(), Encoding.QUOTED, 0, TextPlace.OPENING, text.least(), text.most());
    }

    static TextTerminal quoted(TextDfa names) {
        return new TextTerminal(names, Encoding.QUOTED, 0, TextPlace.OPENING, 0, Shape.UNLIMITED);
    }

    @Override
    public @Nullable TextTerminal next(int value) {
        long place = TextPlace.next(dfa, encoding, state, part, value);
        if (place == TextPlace.DEAD) {
            return null;
        }
        int then = TextPlace.part(place);
        if (then == TextPlace.CLOSED && least > 0) {
            return null;
        }
        boolean counts = then == TextPlace.BODY && part != TextPlace.OPENING;
        int left = counts && most != Shape.UNLIMITED ? most - 1 : most;
        if (left < 0 || (left != Shape.UNLIMITED && TextPlace.missing(dfa, TextPlace.state(place), then) > left)) {
            return null;
        }
        return new TextTerminal(dfa, encoding, TextPlace.state(place), then, counts ? Math.max(0, least - 1) : least,
                left);
    }

    @Override
    public boolean mayEnd() {
        return switch (encoding) {
            case QUOTED -> part == TextPlace.CLOSED;
            case RAW -> part == TextPlace.BODY && dfa.accepts(state);
        };
    }

    @Override
    public boolean mayGoOn() {
        return switch (encoding) {
            case QUOTED -> part != TextPlace.CLOSED;
            case RAW -> part != TextPlace.BODY || (most > 0 && dfa.firstEdge(state) < dfa.endOfEdges(state));
        };
    }

    @Override
    public int onlyByte() {
        int only = SEVERAL;
        for (int value = 0; value < 256; value++) {
            if (next(value) != null) {
                if (only != SEVERAL) {
                    return SEVERAL;
                }
                only = value;
            }
        }
        return only;
    }

    @Override
    public long length() {
        if (part == TextPlace.BODY || part == TextPlace.OPENING) {
            int frame = encoding == Encoding.RAW ? 0 : part == TextPlace.OPENING ? 2 : 1;
            boolean fits = most == Shape.UNLIMITED;
            return fits ? frame + Math.max(least, dfa.shortest(encoding).bytes(state)) : shortestBytes().length;
        }
        return part == TextPlace.CLOSED ? 0 : shortestBytes().length;
    }

    private byte[] shortestBytes() {
        ByteText text = new ByteText();
        shortest(text);
        return text.toBytes();
    }

    @Override
    public void shortest(ByteText out) {
        TextTerminal at = this;
        if (part == TextPlace.OPENING) {
            out.add('"');
            at = new TextTerminal(dfa, encoding, state, TextPlace.BODY, least, most);
        } else if (part == TextPlace.CLOSED) {
            return;
        } else if (part != TextPlace.BODY) {
            at = completed(out);
        }
        String rest = dfa.shortest(encoding).text(at.state);
        if (rest.codePointCount(0, rest.length()) > at.most) {
            rest = fewestCharacters(dfa, at.state);
        }
        rest += "a".repeat(Math.max(0, at.least - rest.codePointCount(0, rest.length())));
        switch (encoding) {
            case RAW -> out.add(rest);
            case QUOTED -> {
                String quoted = JsonWriting.quoted(rest);
                out.add(quoted.substring(1));
            }
        }
    }

    private static String fewestCharacters(TextDfa dfa, int from) {
        StringBuilder text = new StringBuilder();
        int state = from;
        while (dfa.distance(state) > 0) {
            int edge = dfa.firstEdge(state);
            while (dfa.distance(dfa.target(edge)) != dfa.distance(state) - 1) {
                edge++;
            }
            text.appendCodePoint(dfa.first(edge));
            state = dfa.target(edge);
        }
        return text.toString();
    }

    /** Completes a character or an escape in the fewest bytes. */
    private TextTerminal completed(ByteText out) {
        record Way(TextTerminal at, byte[] bytes) {}
        Deque<Way> open = new ArrayDeque<>(Set.of(new Way(this, new byte[0])));
        Set<TextTerminal> seen = new HashSet<>();
        while (true) {
            Way way = open.remove();
            if (way.at().part == TextPlace.BODY) {
                out.add(way.bytes());
                return way.at();
            }
            for (int value = 0; value < 256; value++) {
                TextTerminal next = way.at().next(value);
                if (next != null && seen.add(next)) {
                    byte[] longer = Arrays.copyOf(way.bytes(), way.bytes().length + 1);
                    longer[way.bytes().length] = (byte) value;
                    open.add(new Way(next, longer));
                }
            }
        }
    }
}
