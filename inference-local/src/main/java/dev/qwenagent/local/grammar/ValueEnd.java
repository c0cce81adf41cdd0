package dev.qwenagent.local.grammar;

import java.util.List;

/**
 * What ends a string that is written as it is.
 *
 * @param text what stands behind it; its first character comes once in it
 * @param never texts that must not be in it, since whoever reads it would take them for something else
 * @param neverAtLine texts with which no line of it may begin
 */
public record ValueEnd(String text, List<String> never, List<String> neverAtLine) {

    /** Copies the lists. */
    public ValueEnd {
        never = List.copyOf(never);
        neverAtLine = List.copyOf(neverAtLine);
    }
}
