package dev.qwenagent.local.chat;

import org.jspecify.annotations.Nullable;

/** Reads the name and the arguments of a call while its text is still arriving. */
final class CallProgress {

    /** A name that is not complete by then is told with the call; the count is the same wherever the text is cut. */
    private static final int LONGEST_OPENING = 256;

    private final StringBuilder string = new StringBuilder();
    private final StringBuilder arguments = new StringBuilder();
    private final StringBuilder opening = new StringBuilder();
    private final CallFormat format;
    private @Nullable String name;
    private String key = "";
    private int depth;
    private boolean afterColon;
    private boolean insideString;
    private boolean escaped;
    private boolean insideArguments;

    /** The progress of a call that is written in one of the tagged forms, or in that of ReAct. */
    CallProgress(CallFormat format) {
        this.format = format;
    }

    /** Takes the next piece of the call's text. */
    void accept(String text) {
        if (format == CallFormat.REACT) {
            lines(text);
            return;
        }
        if (depth == 0 && name == null) {
            xml(text.substring(0, Math.min(text.length(), LONGEST_OPENING - opening.length())));
        }
        for (int i = 0; i < text.length(); i++) {
            accept(text.charAt(i));
        }
    }

    /** The name of the tool, as soon as it has arrived in full. */
    @Nullable
    String name() {
        return name;
    }

    /** The text of the arguments that has arrived since the last call of this method. */
    String takeArguments() {
        String taken = arguments.toString();
        arguments.setLength(0);
        return taken;
    }

    /** The name stands on the first line, the arguments on those after it. */
    private void lines(String text) {
        if (name != null) {
            arguments.append(text);
            return;
        }
        int lineEnd = text.indexOf('\n');
        opening.append(text, 0, lineEnd < 0 ? text.length() : lineEnd);
        if (lineEnd < 0) {
            return;
        }
        String line = opening.toString().strip();
        opening.setLength(0);
        if (!line.isEmpty()) {
            name = line;
            arguments.append(text, lineEnd + 1, text.length());
        }
    }

    private void xml(String text) {
        opening.append(text);
        String start = opening.toString().stripLeading();
        int close = start.indexOf('>');
        if (start.startsWith(XmlCall.OPENING) && close > XmlCall.OPENING.length()) {
            name = start.substring(XmlCall.OPENING.length(), close).strip();
        }
    }

    private void accept(char c) {
        boolean begins = depth == 1 && afterColon && !insideString && c == '{'
                && (key.equals("arguments") || key.equals("parameters"));
        insideArguments |= begins;
        if (insideArguments) {
            arguments.append(c);
        }
        if (insideString) {
            insideString(c);
            return;
        }
        switch (c) {
            case '"' -> {
                insideString = true;
                string.setLength(0);
            }
            case '{', '[' -> depth++;
            case '}', ']' -> {
                depth--;
                insideArguments &= depth > 1;
            }
            case ':' -> afterColon |= depth == 1;
            case ',' -> afterColon &= depth != 1;
            default -> {
            }
        }
    }

    private void insideString(char c) {
        if (escaped) {
            escaped = false;
        } else if (c == '\\') {
            escaped = true;
        } else if (c == '"') {
            insideString = false;
            stringEnded();
            return;
        }
        string.append(c);
    }

    private void stringEnded() {
        if (depth != 1) {
            return;
        }
        if (!afterColon) {
            key = string.toString();
        } else if (key.equals("name") && name == null && string.indexOf("\\") < 0 && !string.toString().isBlank()) {
            name = string.toString().strip();
        }
    }
}
