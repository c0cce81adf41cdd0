package dev.qwenagent.local.grammar;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys that an object has besides those of its declared properties, as they are written; each a longer set than the one
 * before. Immutable.
 */
final class KeySet {

    static final KeySet NONE = new KeySet(null, "");

    private final @Nullable KeySet others;
    private final String last; // as written, the quotation mark at the end included, one character a byte
    private final int hash;

    private KeySet(@Nullable KeySet others, String last) {
        this.others = others;
        this.last = last;
        this.hash = others == null ? 0 : 31 * others.hash + last.hashCode();
    }

    KeySet with(String written) {
        return new KeySet(this, written);
    }

    boolean contains(String written) {
        for (KeySet at = this; at.others != null; at = at.others) {
            if (at.last.equals(written)) {
                return true;
            }
        }
        return false;
    }

    /** What is missing of the keys that begin with some bytes. */
    List<String> endsAfter(String written) {
        List<String> ends = new ArrayList<>();
        for (KeySet at = this; at.others != null; at = at.others) {
            if (at.last.startsWith(written)) {
                ends.add(at.last.substring(written.length()));
            }
        }
        return ends;
    }

    /** The keys as texts. */
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (KeySet at = this; at.others != null; at = at.others) {
            String json = new String(at.last.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            texts.add(JsonWriting.unquoted(json.substring(1, json.length() - 1)));
        }
        return texts;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof KeySet that) || hash != that.hash) {
            return false;
        }
        KeySet mine = this;
        KeySet theirs = that;
        while (mine != theirs && mine.others != null && theirs.others != null && mine.last.equals(theirs.last)) {
            mine = mine.others;
            theirs = theirs.others;
        }
        return mine == theirs || (mine.others == null && theirs.others == null);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
