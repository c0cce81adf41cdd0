package dev.qwenagent.local.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds tags in text that is still arriving. Each of them begins with {@code <}. */
record Tags(List<String> tags) {

    /** What a tag is called of which only the beginning has arrived. */
    static final String BEGINNING = "";

    /**
     * Where a tag begins.
     *
     * @param at the place; everything before it is no part of a tag
     * @param tag the tag, {@link #BEGINNING}, or null if there is none
     */
    record Found(int at, @Nullable String tag) {

        boolean isWhole() {
            return tag != null && !tag.isEmpty();
        }
    }

    /** The first tag, or the beginning of one. */
    Found first(StringBuilder text) {
        for (int at = text.indexOf("<"); at >= 0; at = text.indexOf("<", at + 1)) {
            String tag = at(text, at);
            if (tag != null) {
                return new Found(at, tag);
            }
        }
        return new Found(text.length(), null);
    }

    /** The tag at a place, {@link #BEGINNING}, or null if there is none. */
    @Nullable
    String at(StringBuilder text, int at) {
        for (String tag : tags) {
            int length = Math.min(tag.length(), text.length() - at);
            if (tag.startsWith(text.substring(at, at + length))) {
                return length == tag.length() ? tag : BEGINNING;
            }
        }
        return null;
    }
}
