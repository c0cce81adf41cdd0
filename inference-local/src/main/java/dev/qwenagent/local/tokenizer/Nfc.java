package dev.qwenagent.local.tokenizer;

import java.text.Normalizer;

/**
 * Unicode normalisation form C, in time proportional to the text.
 * <p>
 * The JDK sorts the combining marks behind one letter by insertion, which is quadratic, also when it only checks: half a
 * million of them take minutes. So a run of more than {@value #LONGEST_RUN} marks is normalised in blocks of that length. The
 * result differs from the exact form only in the order of marks far apart in such a run, which no writing system has.
 */
final class Nfc {

    static final int LONGEST_RUN = 256;

    /** The first combining mark; texts of smaller characters alone are in the form already. */
    private static final char FIRST_MARK = '\u0300';

    private Nfc() {}

    static String normalize(String text) {
        if (text.chars().allMatch(character -> character < FIRST_MARK)) {
            return text;
        }
        StringBuilder normalized = new StringBuilder(text.length());
        int done = 0;
        int marks = 0;
        int i = 0;
        while (i < text.length()) {
            int character = text.codePointAt(i);
            marks = PreTokenizer.isMark(character) ? marks + 1 : 0;
            if (marks > LONGEST_RUN) {
                normalized.append(normalizeBlock(text, done, i));
                done = i;
                marks = 1;
            }
            i += Character.charCount(character);
        }
        return normalized.append(normalizeBlock(text, done, text.length())).toString();
    }

    private static String normalizeBlock(String text, int start, int end) {
        return Normalizer.normalize(text.substring(start, end), Normalizer.Form.NFC);
    }
}
