package dev.qwenagent.api.label;

import dev.qwenagent.api.label.Label.Integrity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A label together with where it comes from: what a person has to know to decide on a call, and by what a declassification is
 * named. Immutable.
 *
 * <p>Its {@link #label()} is the join of its sources' labels, so joining two only rises. Removing something takes a
 * {@link Declassification}.
 *
 * @param sources what is not plain, in the order in which it came; no two with the same name
 */
public record Provenance(List<LabelSource> sources) {

    /** Of what is plain. */
    public static final Provenance NONE = new Provenance(List.of());

    /** Joins sources of the same name, leaves plain ones out, and copies. */
    public Provenance {
        sources = sources.isEmpty() ? List.of() : joined(sources);
    }

    private static List<LabelSource> joined(List<LabelSource> sources) {
        Map<String, LabelSource> byName = new LinkedHashMap<>();
        for (LabelSource source : sources) {
            if (!source.label().equals(Label.PLAIN)) {
                byName.merge(source.name(), source,
                        (one, other) -> new LabelSource(one.name(), one.label().join(other.label())));
            }
        }
        return List.copyOf(byName.values());
    }

    /** Of one source. */
    public static Provenance of(String source, Label label) {
        return label.equals(Label.PLAIN) ? NONE : new Provenance(List.of(new LabelSource(source, label)));
    }

    /** The join of all sources' labels. */
    public Label label() {
        Label label = Label.PLAIN;
        for (LabelSource source : sources) {
            label = label.join(source.label());
        }
        return label;
    }

    /** Of what both went into. */
    public Provenance join(Provenance other) {
        if (other.sources.isEmpty()) {
            return this;
        }
        if (sources.isEmpty()) {
            return other;
        }
        List<LabelSource> both = new ArrayList<>(sources);
        both.addAll(other.sources);
        return new Provenance(both);
    }

    /** The sources that may be an attacker's. */
    public Provenance untrusted() {
        return sources.isEmpty() ? NONE
                : new Provenance(
                        sources.stream().filter(source -> source.label().integrity() == Integrity.UNTRUSTED).toList());
    }

    /** The sources that not everybody may see. */
    public Provenance confidential() {
        return sources.isEmpty() ? NONE
                : new Provenance(sources.stream().filter(source -> source.label().isConfidential()).toList());
    }

    /**
     * After a person's decision: the source that it names has the label that the person gave it.
     *
     * @return the same if there is no source of that name
     */
    public Provenance after(Declassification decision) {
        return new Provenance(sources.stream()
                .map(source -> source.name().equals(decision.source())
                        ? new LabelSource(source.name(), decision.label())
                        : source)
                .toList());
    }

    /** The sources' names, for people. */
    public String names() {
        return sources.stream().map(LabelSource::name).collect(Collectors.joining(", "));
    }
}
