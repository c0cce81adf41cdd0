package dev.qwenagent.local.chat;

import org.jspecify.annotations.Nullable;

/** Reads the name and the arguments of a call while its text is still arriving. */
final class CallProgress {

    /** A name that is not complete by then is told with the call; the count is the same wherever the text is cut. */
    private static final int LONGEST_OPENING = 256;

    private enum Form {
        UNKNOWN, JSON, XML, LINES
    }

    private final StringBuilder string = new StringBuilder();
    private final StringBuilder arguments = new StringBuilder();
    private final StringBuilder opening = new StringBuilder();
    private Form form;
    private @Nullable String name;
    private String key = "";
    private int depth;
    private boolean afterColon;
    private boolean insideString;
    private boolean escaped;
    private boolean insideArguments;
    private boolean sawArguments;

    /** The progress of a call that is written in one of the tagged forms, or in that of ReAct. */
    CallProgress(CallFormat format) {
        this.form = format == CallFormat.REACT ? Form.LINES : Form.UNKNOWN;
    }

    /** Takes the next piece of the call's text. */
    void accept(String text) {
        if (form == Form.LINES) {
            lines(text);
            return;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (form == Form.UNKNOWN && !Character.isWhitespace(c)) {
                form = c == '<' ? Form.XML : Form.JSON;
            }
            switch (form) {
                case JSON -> json(c);
                case XML -> xml(c);
                case UNKNOWN, LINES -> {
                }
            }
        }
    }

    /** The name of the tool, as soon as it has arrived in full. */
    @Nullable
    String name() {
        return name;
    }

    /** The text of the arguments that has arrived since the last call of this method; XML has no such text. */
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

    /** The name stands in the first tag. */
    private void xml(char c) {
        if (opening.length() < LONGEST_OPENING && opening.indexOf(">") < 0) {
            opening.append(c);
            if (c == '>' && opening.indexOf(XmlCall.OPENING) == 0 && opening.length() > XmlCall.OPENING.length() + 1) {
                name = opening.substring(XmlCall.OPENING.length(), opening.length() - 1).strip();
            }
        }
    }

    private void json(char c) {
        boolean begins = depth == 1 && afterColon && !insideString && c == '{' && !sawArguments
                && (key.equals("arguments") || key.equals("parameters"));
        insideArguments |= begins;
        sawArguments |= begins;
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
