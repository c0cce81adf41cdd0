package dev.qwenagent.runtime.permission;

import dev.qwenagent.api.tool.PermissionPolicy;
import dev.qwenagent.api.tool.PermissionRequest;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * Rules of several people, from the strongest to the weakest: a command's before a settings file's before an agent's own. A
 * rule that denies wins in whatever layer it is; else the first layer that has a rule about the scope decides, as
 * {@link ScopeRules} does; what no layer is about is denied. Thread-safe.
 *
 * @param layers the strongest first
 */
public record RuleLayers(List<Layer> layers) implements PermissionPolicy {

    /**
     * The rules of one source.
     *
     * @param source who says so, for people: it is named in each verdict
     * @param from what is said
     */
    public record Layer(String source, RuleSource from) {
        /** What is said now. */
        public ScopeRules rules() {
            return from.rules();
        }
    }

    public RuleLayers {
        layers = List.copyOf(layers);
    }

    /** These layers with the rules that they have now. */
    @Override
    public RuleLayers forRun() {
        return new RuleLayers(layers.stream().map(layer -> new Layer(layer.source(), layer.rules())).toList());
    }

    @Override
    public Verdict judge(PermissionRequest request) {
        Scope scope = request.scope();
        Optional<Verdict> decided = Optional.empty();
        for (Layer layer : layers) {
            Optional<Verdict> said = layer.rules().decide(scope);
            if (said.isPresent() && said.get() instanceof Verdict.Deny deny) {
                return named(deny, layer);
            }
            if (decided.isEmpty()) {
                decided = said.map(verdict -> named(verdict, layer));
            }
        }
        return decided.orElseGet(() -> ScopeRules.unruled(scope));
    }

    /** Why the rule that {@link #judge} names decides on a scope, for people. */
    public String reason(Scope scope) {
        List<Layer> about = layers.stream().filter(layer -> layer.rules().decide(scope).isPresent()).toList();
        if (about.isEmpty()) {
            return "no rule is about it, and what no rule is about is denied";
        }
        boolean isDenied = about.stream().anyMatch(layer -> layer.rules().decide(scope).get() instanceof Verdict.Deny);
        if (isDenied) {
            return "a rule that denies wins over all others";
        }
        String first = "it is the most specific rule about it of " + about.getFirst().source();
        return about.size() == 1 ? first
                : first + ", whose rules come before those of "
                        + String.join(" and ", about.stream().skip(1).map(Layer::source).toList());
    }

    private static Verdict named(Verdict verdict, Layer layer) {
        String rule = verdict.rule() + " by " + layer.source();
        return switch (verdict) {
            case Verdict.Allow _ -> new Verdict.Allow(rule);
            case Verdict.Ask _ -> new Verdict.Ask(rule);
            case Verdict.Deny _ -> new Verdict.Deny(rule);
        };
    }
}
