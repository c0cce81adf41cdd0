package dev.qwenagent.runtime.remote;

import dev.langchain4j.data.message.ContentType;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is known of Model Studio's models before they are asked, from the service's list of models. A model that is not in
 * the list is taken to be able to do everything: the server knows better than an old list.
 *
 * @param name the name, to which snapshots append a date or {@code -latest}
 * @param contextTokens tokens of prompt and reply together
 * @param takes the kinds of content that it reads
 * @param habit whether it lets itself be told to think
 */
public record KnownModel(String name, int contextTokens, Set<ContentType> takes, ThinkingHabit habit) {

    private static final Set<ContentType> TEXT = EnumSet.of(ContentType.TEXT);
    private static final Set<ContentType> SEES = EnumSet.of(ContentType.TEXT, ContentType.IMAGE, ContentType.VIDEO);
    private static final Set<ContentType> HEARS = EnumSet.of(
            ContentType.TEXT, ContentType.IMAGE, ContentType.VIDEO, ContentType.AUDIO);
    private static final int MILLION = 1_000_000;

    /** What every model of Model Studio in use can take. */
    private static final int COMMON_CONTEXT = 131_072;

    private static final List<KnownModel> ALL = List.of(
            new KnownModel("qwen3-max", 262_144, TEXT, ThinkingHabit.BY_CHOICE),
            new KnownModel("qwen3.5-plus", MILLION, SEES, ThinkingHabit.BY_CHOICE),
            new KnownModel("qwen3.6-plus", MILLION, SEES, ThinkingHabit.BY_CHOICE),
            new KnownModel("qwen3.7-plus", MILLION, SEES, ThinkingHabit.BY_CHOICE),
            new KnownModel("qwen3.8-max", 991_808, SEES, ThinkingHabit.BY_CHOICE),
            new KnownModel("qwen3.8-flash", 991_808, SEES, ThinkingHabit.BY_CHOICE),
            new KnownModel("qwen-plus", MILLION, TEXT, ThinkingHabit.BY_CHOICE),
            new KnownModel("qwen3-vl-plus", 262_144, SEES, ThinkingHabit.BY_CHOICE),
            new KnownModel("qwen3-omni-flash", 65_536, HEARS, ThinkingHabit.BY_CHOICE),
            new KnownModel("qwq-plus", COMMON_CONTEXT, TEXT, ThinkingHabit.ALWAYS),
            new KnownModel("qwen3-coder-plus", MILLION, TEXT, ThinkingHabit.NEVER),
            new KnownModel("qwen3-coder-flash", MILLION, TEXT, ThinkingHabit.NEVER));

    /** Copies the kinds. */
    public KnownModel {
        takes = Set.copyOf(takes);
    }

    /** What is known of a model of this name, which may be a snapshot of a model in the list. */
    public static KnownModel of(String name) {
        KnownModel known = ALL.stream()
                .filter(model -> name.equals(model.name) || name.startsWith(model.name + "-"))
                .max(Comparator.comparingInt(model -> model.name.length()))
                .orElse(able(name));
        // The service names its models that only think by this ending, and by it alone.
        return name.endsWith("-thinking")
                ? new KnownModel(name, known.contextTokens, known.takes, ThinkingHabit.ALWAYS)
                : known;
    }

    /** A model of which nothing is known. */
    static KnownModel able(String name) {
        return new KnownModel(name, COMMON_CONTEXT, EnumSet.allOf(ContentType.class), ThinkingHabit.BY_CHOICE);
    }

    /** The same, reading these kinds of content. */
    KnownModel taking(Set<ContentType> kinds) {
        return new KnownModel(name, contextTokens, kinds, habit);
    }
}
