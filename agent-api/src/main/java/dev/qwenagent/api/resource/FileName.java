package dev.qwenagent.api.resource;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The spelling of a file's path as far as its text tells it: Unicode normal form C, one {@code /} between names, no name that
 * stands for the folder itself. One that leads upwards is refused: where it leads depends on links.
 */
final class FileName {

    private static final Pattern SUPERFLUOUS = Pattern.compile("/(\\./|/)+");

    private FileName() {}

    /**
     * The canonical text of a path or of a pattern of paths.
     *
     * @throws IllegalArgumentException if it leads upwards or has a NUL, with a message for the model
     */
    static String canonical(String text) {
        String composed = Normalizer.isNormalized(text, Form.NFC) ? text : Normalizer.normalize(text, Form.NFC);
        if (composed.indexOf('\0') >= 0 || Arrays.asList(composed.split("[/\\\\]", -1)).contains("..")) {
            throw new IllegalArgumentException("a file is named without .. and NUL characters, found '"
                    + (composed.length() <= 60 ? composed : composed.substring(0, 59) + "…") + "'");
        }
        String flat = SUPERFLUOUS.matcher(composed).replaceAll("/");
        String end = flat.endsWith("/.") ? flat.substring(0, flat.length() - 1) : flat;
        return end.length() > 1 && end.endsWith("/") ? end.substring(0, end.length() - 1) : end;
    }
}
