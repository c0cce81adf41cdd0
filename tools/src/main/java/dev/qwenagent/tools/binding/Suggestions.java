package dev.qwenagent.tools.binding;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds names that are close to a mistyped one, by the number of edited characters (Levenshtein distance). */
public final class Suggestions {

    private static final int LONGEST = 60;

    private Suggestions() {}

    private record Candidate(String name, int distance) {}

    /**
     * The nearest names, nearest first; none that is further than half of the wanted name's length. Names that contain
     * the wanted one count as near.
     */
    public static List<String> near(String wanted, Collection<String> names, int limit) {
        String folded = fold(wanted.length() > LONGEST ? wanted.substring(0, LONGEST) : wanted);
        int most = Math.max(1, folded.length() / 2);
        return names.stream()
                .map(name -> new Candidate(name, distance(folded, fold(name))))
                .filter(candidate -> candidate.distance <= most)
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(limit)
                .map(Candidate::name)
                .toList();
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    }

    private static int distance(String wanted, String name) {
        if (wanted.length() >= 3 && (name.contains(wanted) || (name.length() >= 3 && wanted.contains(name)))) {
            return 1;
        }
        int[] previous = new int[name.length() + 1];
        for (int j = 0; j <= name.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= wanted.length(); i++) {
            int[] current = new int[name.length() + 1];
            current[0] = i;
            for (int j = 1; j <= name.length(); j++) {
                int replaced = previous[j - 1] + (wanted.charAt(i - 1) == name.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[name.length()];
    }
}
