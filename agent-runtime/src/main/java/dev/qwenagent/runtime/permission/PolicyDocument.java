package dev.qwenagent.runtime.permission;

import dev.qwenagent.api.tool.ScopePattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy file says. Immutable.
 *
 * @param profile the profile that it builds on; null for none
 * @param allow what may be done
 * @param ask what a person is asked about
 * @param deny what must not be done
 * @param confidential what only cleared models and tools may see
 * @param untrusted what may be an attacker's words
 */
record PolicyDocument(@Nullable Profile profile, Entries allow, Entries ask, Entries deny, Entries confidential,
        Entries untrusted) {

    /**
     * One list of rules.
     *
     * @param keyLine the line of its key; 0 if the file does not have it
     * @param rules in the file's order
     */
    record Entries(int keyLine, List<Entry> rules) {

        static final Entries NONE = new Entries(0, List.of());

        Entries {
            rules = List.copyOf(rules);
        }

        List<ScopePattern> patterns() {
            return rules.stream().map(Entry::pattern).toList();
        }
    }

    /** A rule with its line, from 1. */
    record Entry(ScopePattern pattern, int line) {}

    ScopeRules rules() {
        return new ScopeRules(allow.patterns(), ask.patterns(), deny.patterns());
    }

    LabelRules labels() {
        LabelRules labels = LabelRules.NONE;
        for (ScopePattern pattern : confidential.patterns()) {
            labels = labels.confidential(pattern);
        }
        for (ScopePattern pattern : untrusted.patterns()) {
            labels = labels.untrusted(pattern);
        }
        return labels;
    }
}
