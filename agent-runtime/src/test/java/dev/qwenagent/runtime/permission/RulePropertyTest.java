package dev.qwenagent.runtime.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.tool.PermissionRequest;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.api.tool.Verdict;
import dev.qwenagent.runtime.permission.RuleLayers.Layer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for all rules, tried on many that chance makes; the seeds stand here. */
class RulePropertyTest {

    private static final int ROUNDS = 3_000;
    private static final List<String> NAMES = List.of("a", "b", "ab", "*", "**", "?", "a*");
    private static final List<String> FAMILIES = List.of("file", "notes");
    private static final List<String> VERBS = List.of("read", "write", "*");

    private static ScopePattern pattern(Random random) {
        if (random.nextInt(12) == 0) {
            return ScopePattern.of("**");
        }
        String name = pick(random, FAMILIES) + "." + pick(random, VERBS);
        return ScopePattern.of(random.nextInt(5) == 0 ? name : name + ":" + path(random, NAMES));
    }

    private static Scope scope(Random random) {
        String resource = random.nextInt(6) == 0 ? "" : path(random, List.of("a", "b", "ab", "ba", "aab"));
        return new Scope(pick(random, FAMILIES), pick(random, VERBS.subList(0, 2)), resource);
    }

    private static String path(Random random, List<String> names) {
        StringBuilder path = new StringBuilder();
        for (int depth = 1 + random.nextInt(3); depth > 0; depth--) {
            path.append('/').append(pick(random, names));
        }
        return path.toString();
    }

    private static <T> T pick(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static List<ScopePattern> patterns(Random random) {
        List<ScopePattern> patterns = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            patterns.add(pattern(random));
        }
        return patterns;
    }

    private static ScopeRules rules(Random random) {
        return new ScopeRules(patterns(random), patterns(random), patterns(random));
    }

    private static PermissionRequest asked(Scope scope) {
        return new PermissionRequest("tool", "{}", scope, "", Label.PLAIN);
    }

    /** How much a verdict permits: nothing, what a person says, everything. */
    private static int width(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Deny _ -> 0;
            case Verdict.Ask _ -> 1;
            case Verdict.Allow _ -> 2;
        };
    }

    @Test
    void theIndexFindsWhatLookingAtEveryPatternFinds() {
        Random random = new Random(1);
        for (int i = 0; i < ROUNDS; i++) {
            List<ScopePattern> patterns = patterns(random);
            Scope scope = scope(random);
            Optional<Integer> best = patterns.stream()
                    .filter(pattern -> pattern.matches(scope))
                    .map(ScopePattern::specificity)
                    .max(Comparator.naturalOrder());
            var index = new RuleIndex(patterns, pattern -> new Verdict.Allow(pattern.toString()));
            assertThat(Optional.ofNullable(index.mostSpecific(scope)).map(rule -> rule.pattern().specificity()))
                    .as("%s of %s", scope, patterns)
                    .isEqualTo(best);
        }
    }

    @Test
    void aNarrowedPolicyNeverAllowsWhatTheWiderDenied() {
        Random random = new Random(2);
        for (int i = 0; i < ROUNDS; i++) {
            ScopeRules wide = rules(random);
            NarrowedPolicy narrow = new NarrowedPolicy(wide, new RuleLayers(List.of(
                    new Layer("one", rules(random)), new Layer("two", rules(random)))));
            for (int call = 0; call < 5; call++) {
                PermissionRequest request = asked(scope(random));
                assertThat(width(narrow.judge(request))).as("%s under %s", request.scope(), wide)
                        .isLessThanOrEqualTo(width(wide.judge(request)));
                assertThat(width(narrow.forRun().judge(request))).isEqualTo(width(narrow.judge(request)));
            }
        }
    }

    @Test
    void aDenialMoreNeverAllowsMore() {
        Random random = new Random(3);
        for (int i = 0; i < ROUNDS; i++) {
            ScopeRules rules = rules(random);
            ScopeRules denying = rules.denying(pattern(random));
            PermissionRequest request = asked(scope(random));
            assertThat(width(denying.judge(request))).isLessThanOrEqualTo(width(rules.judge(request)));
        }
    }

    @Test
    void aRuleForAnAnswerAllowsNoOtherScope() {
        Random random = new Random(4);
        for (int i = 0; i < ROUNDS; i++) {
            ScopeRules rules = rules(random);
            Scope answered = scope(random);
            ScopeRules more = rules.allowing(ScopePattern.exactly(answered));
            for (int call = 0; call < 10; call++) {
                Scope other = scope(random);
                if (!other.equals(answered)) {
                    assertThat(more.judge(asked(other))).isEqualTo(rules.judge(asked(other)));
                }
            }
        }
    }
}
