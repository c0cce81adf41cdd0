package dev.qwenagent.local.tokenizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The control and user-defined tokens of a vocabulary: those that are one token wherever their text stands in a prompt.
 * <p>
 * They are what gives a prompt its structure, so text that comes from a person, a file or a web page must not be able to
 * spell them. Whoever renders a prompt passes such text through {@link #guarded} first; {@link BpeTokenizer#encodePrompt}
 * then sees plain text there. Immutable and safe for use by several threads.
 */
public final class SpecialTokens {

    /** Stands inside guarded text; a noncharacter of Unicode, which no text for interchange may contain. */
    private static final char GUARD = '\uFDD0';

    private static final Set<String> TURN_ENDS = Set.of("<|im_end|>", "<|endoftext|>");

    private final Map<String, Integer> ids;
    private final Map<Character, List<String>> longestFirst;
    private final Set<Integer> ends;

    private SpecialTokens(Map<String, Integer> ids, Set<Integer> ends) {
        this.ids = Map.copyOf(ids);
        this.ends = Set.copyOf(ends);
        this.longestFirst = new HashMap<>();
        for (String token : ids.keySet()) {
            longestFirst.computeIfAbsent(token.charAt(0), first -> new ArrayList<>()).add(token);
        }
        longestFirst.values().forEach(tokens -> tokens.sort(Comparator.comparingInt(String::length).reversed()));
    }

    /** The special tokens among the given ones: those of type control or user-defined that have a text. */
    public static SpecialTokens from(Vocabulary vocabulary) {
        Map<String, Integer> ids = new HashMap<>();
        Set<Integer> ends = new HashSet<>();
        ends.add(vocabulary.endOfSequence());
        for (int id = 0; id < vocabulary.size(); id++) {
            String text = vocabulary.token(id);
            if (isSpecial(vocabulary.type(id)) && !text.isEmpty()) {
                ids.put(text, id);
                if (TURN_ENDS.contains(text)) {
                    ends.add(id);
                }
            }
        }
        return new SpecialTokens(ids, ends);
    }

    private static boolean isSpecial(TokenType type) {
        return switch (type) {
            case CONTROL, USER_DEFINED -> true;
            case NORMAL, UNKNOWN, UNUSED, BYTE -> false;
        };
    }

    /** The id of the special token with exactly this text, if there is one. */
    public OptionalInt id(String token) {
        Integer id = ids.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** Whether a model that produces this token has ended its turn: end of sequence, of message or of text. */
    public boolean endsTurn(int id) {
        return ends.contains(id);
    }

    /**
     * The same text, marked so that {@link BpeTokenizer#encodePrompt} finds no special token in it, nor one that begins in
     * it and ends in what follows.
     * <p>
     * Wherever a special token is spelled, an invisible noncharacter is put behind its first character; encoding takes it
     * out again, so the model reads the very characters that were written. Text that spells none comes back as it is.
     */
    public String guarded(String text) {
        StringBuilder guarded = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            guarded.append(text.charAt(i));
            if (mayBegin(text, i)) {
                guarded.append(GUARD);
            }
        }
        return guarded.length() == text.length() ? text : guarded.toString();
    }

    /** The text without the marks of {@link #guarded}. */
    String unguarded(String text) {
        return text.indexOf(GUARD) < 0 ? text : text.replace(String.valueOf(GUARD), "");
    }

    private boolean mayBegin(String text, int index) {
        for (String token : candidates(text, index)) {
            int visible = Math.min(token.length(), text.length() - index);
            if (text.regionMatches(index, token, 0, visible)) {
                return true;
            }
        }
        return false;
    }

    /** The first special token at or after an index, the longest one there; null if none follows. */
    @Nullable
    Occurrence next(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            for (String token : candidates(text, i)) {
                if (text.startsWith(token, i)) {
                    return new Occurrence(i, i + token.length(), ids.get(token));
                }
            }
        }
        return null;
    }

    private List<String> candidates(String text, int index) {
        return longestFirst.getOrDefault(text.charAt(index), List.of());
    }

    /** A special token in a text: where it begins, where it ends (exclusive) and its id. */
    record Occurrence(
            int start,
            int end,
            int id) {}
}
