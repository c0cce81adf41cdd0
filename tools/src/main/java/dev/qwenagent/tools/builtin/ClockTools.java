package dev.qwenagent.tools.builtin;

import dev.langchain4j.agent.tool.Tool;
import dev.qwenagent.api.label.Label.Confidentiality;
import dev.qwenagent.tools.ClearedFor;
import dev.qwenagent.tools.Idempotent;
import dev.qwenagent.tools.RequiresScope;
import dev.qwenagent.tools.binding.Suggestions;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The time, anywhere. Scope {@code clock.read}. */
@Idempotent
@ClearedFor(Confidentiality.CONFIDENTIAL)
public final class ClockTools {

    private static final int SUGGESTED = 3;

    private final Clock clock;

    /**
     * Tells the time of a clock.
     *
     * @param clock its zone is what {@code local} stands for
     */
    public ClockTools(Clock clock) {
        this.clock = clock;
    }

    /**
     * The time in a zone, to the minute.
     *
     * @param zone a zone id such as {@code Asia/Tokyo}, its last part such as {@code Tokyo}, an offset, or {@code local}
     * @throws IllegalArgumentException if there is no such zone, with near ones
     */
    @Tool(name = "current_time", value = "Get the current time in a time zone")
    @RequiresScope("clock.read")
    public String currentTime(String zone) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).format(clock.instant().atZone(zone(zone)));
    }

    private ZoneId zone(String text) {
        String said = text.strip();
        if (said.isEmpty() || said.equalsIgnoreCase("local")) {
            return clock.getZone();
        }
        try {
            return ZoneId.of(said, ZoneId.SHORT_IDS);
        } catch (DateTimeException e) {
            return named(said);
        }
    }

    private static ZoneId named(String said) {
        Set<String> ids = ZoneId.getAvailableZoneIds();
        String wanted = folded(said);
        List<String> found = ids.stream()
                .filter(id -> folded(id).equals(wanted) || folded(lastPart(id)).equals(wanted))
                .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                .toList();
        if (!found.isEmpty()) {
            return ZoneId.of(found.getFirst());
        }
        Map<String, String> byLastPart = ids.stream()
                .filter(id -> !id.startsWith("Etc/"))
                .collect(Collectors.toMap(ClockTools::lastPart, id -> id, (one, other) -> one, TreeMap::new));
        List<String> near = Suggestions.near(lastPart(said), byLastPart.keySet(), SUGGESTED)
                .stream()
                .map(byLastPart::get)
                .toList();
        String advice = near.isEmpty() ? "use a name such as Europe/Oslo"
                : "did you mean " + String.join(", ", near) + "?";
        throw new IllegalArgumentException("there is no time zone \"" + said + "\"; " + advice);
    }

    private static String lastPart(String id) {
        return id.substring(id.lastIndexOf('/') + 1);
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replace(' ', '_');
    }
}
