package dev.qwenagent.runtime.routing;

import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.api.label.Provenance;
import dev.qwenagent.runtime.models.AgentModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The models of an agent, the preferred first. A request goes to the first that is cleared for what is in the conversation.
 * Immutable.
 *
 * @param entries at least one
 */
public record ModelRoster(List<Entry> entries) {

    /**
     * A model with why the agent has it.
     *
     * @param model the model
     * @param reason for people, such as {@code named demo}
     */
    public record Entry(AgentModel model, String reason) {}

    /**
     * A model that failed for good.
     *
     * @param problem why, for people
     */
    public record Down(AgentModel model, String problem) {}

    /** Which model answers. */
    public sealed interface Choice {

        /**
         * One that may.
         *
         * @param reason for people; it names the models that may not, and what they may not see
         * @param passedOver the names of those models
         */
        record Chosen(AgentModel model, String reason, List<String> passedOver) implements Choice {}

        /**
         * None of them may.
         *
         * @param reason for people, with what they may do about it
         */
        record Nobody(String reason) implements Choice {}
    }

    /**
     * Copies the entries.
     *
     * @throws IllegalArgumentException if there is none
     */
    public ModelRoster {
        entries = List.copyOf(entries);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("an agent has at least one model, found none");
        }
    }

    /** The model that may read such a conversation, and why it is this one. */
    public Choice choose(Provenance provenance) {
        return choose(provenance, List.of());
    }

    /**
     * The same among those that are not down.
     *
     * @param down in the order in which they failed
     */
    public Choice choose(Provenance provenance, List<Down> down) {
        Entry preferred = entries.getFirst();
        if (down.isEmpty() && preferred.model().profile().mayRead(provenance.label())) {
            return new Choice.Chosen(preferred.model(), preferred.reason(), List.of());
        }
        List<String> passedOver = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (Entry entry : entries) {
            String name = entry.model().profile().name();
            Optional<Down> failure = down.stream().filter(one -> one.model() == entry.model()).findFirst();
            if (!entry.model().profile().mayRead(provenance.label())) {
                passedOver.add(name);
            } else if (failure.isPresent()) {
                failed.add(name + " failed (" + failure.get().problem() + ")");
            } else {
                return new Choice.Chosen(entry.model(), reason(entry, passedOver, provenance, failed), passedOver);
            }
        }
        if (!failed.isEmpty()) {
            return new Choice.Nobody(String.join(", and ", failed));
        }
        return new Choice.Nobody("the conversation is confidential (" + provenance.confidential().names()
                + "), and no model of the agent is cleared for it: " + names()
                + "; add a model in this process (demo or a GGUF file), or clear one of them");
    }

    private static String reason(Entry entry, List<String> passedOver, Provenance provenance, List<String> failed) {
        List<String> because = new ArrayList<>();
        if (!passedOver.isEmpty()) {
            because.add(String.join(" and ", passedOver)
                    + " may not read confidential content, which is in the conversation: "
                    + provenance.confidential().names());
        }
        because.addAll(failed);
        return because.isEmpty() ? entry.reason() : entry.reason() + ", because " + String.join(", and ", because);
    }

    /** What is known of the model of this name; of one that the agent does not have, that it is on a server. */
    public ModelProfile profile(String name) {
        return entries.stream()
                .map(entry -> entry.model().profile())
                .filter(profile -> profile.name().equals(name))
                .findFirst()
                .orElseGet(() -> ModelProfile.remote(name));
    }

    /** The model with the smallest context, which a conversation that any of them may read has to fit. */
    public AgentModel smallest() {
        AgentModel smallest = entries.getFirst().model();
        for (Entry entry : entries) {
            smallest = entry.model().contextTokens() < smallest.contextTokens() ? entry.model() : smallest;
        }
        return smallest;
    }

    private String names() {
        return entries.stream().map(entry -> entry.model().profile().name()).collect(Collectors.joining(", "));
    }
}
