package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.guard.GuardVerdict;
import dev.qwenagent.api.guard.Guardrail;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What several guardrails come to over one thing, by the order that {@link GuardVerdict} describes.
 *
 * @param <T> what is judged
 */
sealed interface Consensus<T> {

    /** How often one guardrail may amend one thing; more means that the amendments do not settle. */
    int AMENDMENTS = 3;

    /** One guardrail's judgement of one form of the thing. */
    @FunctionalInterface
    interface Judge<T> {
        GuardVerdict<T> judge(Guardrail guardrail, T value);
    }

    /** What one guardrail said, in words. */
    record Said(Guardrail guardrail, String text) {}

    /**
     * It passes, if a person says yes to every question.
     *
     * @param value in the form in which it passes
     * @param amendments what was amended, in order
     * @param questions none if it passes without
     */
    record Passes<T>(T value, List<Said> amendments, List<Said> questions) implements Consensus<T> {}

    /** The model is sent back, with all that guardrails of this strictness said. */
    record SentBack<T>(List<Said> reasons) implements Consensus<T> {}

    /** The run ends. */
    record Stopped<T>(Said reason) implements Consensus<T> {}

    /** Lets all guardrails judge, each what the others made of the thing, until all have judged the same form of it. */
    static <T> Consensus<T> of(List<? extends Guardrail> guardrails, T value, Judge<T> judge) {
        T form = value;
        List<Said> amendments = new ArrayList<>();
        Map<Guardrail, Said> questions = new LinkedHashMap<>();
        Map<Guardrail, Said> reasons = new LinkedHashMap<>();
        int agreed = 0;
        for (int i = 0; agreed < guardrails.size(); i++) {
            Guardrail guardrail = guardrails.get(i % guardrails.size());
            agreed++;
            switch (judge.judge(guardrail, form)) {
                case GuardVerdict.Pass<T>() -> {
                }
                case GuardVerdict.Amend<T>(T replacement, String reason) -> {
                    if (!replacement.equals(form)) {
                        form = replacement;
                        amendments.add(new Said(guardrail, reason));
                        questions.clear();
                        reasons.clear();
                        agreed = 1;
                    }
                }
                case GuardVerdict.Ask<T>(String question) -> questions.put(guardrail, new Said(guardrail, question));
                case GuardVerdict.Reconsider<T>(String reason) -> reasons.put(guardrail, new Said(guardrail, reason));
                case GuardVerdict.Stop<T>(String reason) -> {
                    return new Stopped<>(new Said(guardrail, reason));
                }
            }
            if (amendments.stream().filter(said -> said.guardrail() == guardrail).count() > AMENDMENTS) {
                return new Stopped<>(
                        new Said(guardrail, "its amendments and those of the other guardrails do not settle"));
            }
        }
        return reasons.isEmpty()
                ? new Passes<>(form, List.copyOf(amendments), List.copyOf(questions.values()))
                : new SentBack<>(List.copyOf(reasons.values()));
    }

    /** Whether it passes as it is, with nothing to ask, to tell or to change. */
    default boolean isPlainPass() {
        return this instanceof Passes<T>(_, var amendments, var questions) && amendments.isEmpty()
                && questions.isEmpty();
    }
}
