package dev.qwenagent.local.chat;

import java.util.function.Consumer;

/** Passes text on as it arrives, without the white space at its beginning and at its end. */
final class TrimmedStream {

    private final Consumer<String> target;
    private final StringBuilder heldSpace = new StringBuilder();
    private boolean begun;

    TrimmedStream(Consumer<String> target) {
        this.target = target;
    }

    void accept(String text) {
        int end = text.length();
        while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        if (end > 0) {
            int start = 0;
            while (!begun && Character.isWhitespace(text.charAt(start))) {
                start++;
            }
            String visible = heldSpace + text.substring(start, end);
            heldSpace.setLength(0);
            begun = true;
            target.accept(visible);
        }
        if (begun) {
            heldSpace.append(text, end, text.length());
        }
    }

    /** Makes sure that what follows begins on a new line, if anything came before it. */
    void breakLine() {
        if (begun && heldSpace.indexOf("\n") < 0) {
            heldSpace.append('\n');
        }
    }
}
