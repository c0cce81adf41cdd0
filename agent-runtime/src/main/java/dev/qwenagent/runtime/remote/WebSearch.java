package dev.qwenagent.runtime.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets a model of Model Studio search the web before it answers. What it finds comes from strangers: the service puts it
 * into the model's answer, and no permission of ours is asked.
 *
 * @param use when it searches
 * @param strategy how thoroughly; null for the service's own way
 * @param shows what the answer tells of its sources
 */
public record WebSearch(Use use, @Nullable Strategy strategy, Set<Shows> shows) {

    /** When the model searches. */
    public enum Use {
        /** When it thinks that it has to. */
        WHEN_NEEDED,
        /** Before every answer. */
        ALWAYS
    }

    /** How thoroughly the service searches. */
    public enum Strategy {
        TURBO,
        MAX,
        AGENT,
        AGENT_MAX
    }

    /** What an answer tells of its sources. */
    public enum Shows {
        /** A list of the pages. */
        SOURCES("enable_source"),
        /** Marks in the text, such as {@code [1]}. */
        CITATIONS("enable_citation");

        private final String field;

        Shows(String field) {
            this.field = field;
        }
    }

    /** A search when the model thinks that it has to, in the service's own way. */
    public static final WebSearch WHEN_NEEDED = new WebSearch(Use.WHEN_NEEDED, null, Set.of());

    /** A search before every answer. */
    public static final WebSearch ALWAYS = new WebSearch(Use.ALWAYS, null, Set.of());

    /** Copies what is shown. */
    public WebSearch {
        shows = Set.copyOf(shows);
    }

    /** The same, searching in this way. */
    public WebSearch withStrategy(Strategy newStrategy) {
        return new WebSearch(use, newStrategy, shows);
    }

    /** The same, with this told in the answer; citations need the list of sources, so it comes with them. */
    public WebSearch showing(Shows more) {
        EnumSet<Shows> both = EnumSet.of(Shows.SOURCES, more);
        both.addAll(shows);
        return new WebSearch(use, strategy, both);
    }

    void write(ObjectNode body) {
        body.put("enable_search", true);
        ObjectNode options = body.objectNode();
        if (use == Use.ALWAYS) {
            options.put("forced_search", true);
        }
        if (strategy != null) {
            options.put("search_strategy", strategy.name().toLowerCase(Locale.ROOT));
        }
        for (Shows shown : Shows.values()) {
            if (shows.contains(shown)) {
                options.put(shown.field, true);
            }
        }
        if (!options.isEmpty()) {
            body.set("search_options", options);
        }
    }
}
