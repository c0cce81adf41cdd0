package dev.qwenagent.examples.cli.model;

import java.util.List;

/** Cuts a text that comes in parts off at the first of some strings, and holds back what may be the beginning of one. */
final class StopCut {

    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private boolean over;

    /**
     * A text of which nothing has come.
     *
     * @param stops none of them empty; without any, nothing is cut
     */
    StopCut(List<String> stops) {
        this.stops = List.copyOf(stops);
    }

    /** Takes in a part, and gives what can be shown of the text by now. */
    String accept(String part) {
        if (over) {
            return "";
        }
        held.append(part);
        int end = held.length();
        for (String stop : stops) {
            int at = held.indexOf(stop);
            if (at >= 0) {
                over = true;
                end = Math.min(end, at);
            }
        }
        return release(over ? end : end - beginning());
    }

    /** The longest end of the held text that a string begins with. */
    private int beginning() {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, held.length()); length > longest; length--) {
                if (stop.startsWith(held.substring(held.length() - length))) {
                    longest = length;
                }
            }
        }
        return longest;
    }

    /** What was held back, at the end of the text. */
    String finish() {
        return over ? "" : release(held.length());
    }

    private String release(int length) {
        String shown = held.substring(0, length);
        held.delete(0, length);
        return shown;
    }
}
