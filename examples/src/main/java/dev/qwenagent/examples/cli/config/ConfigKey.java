package dev.qwenagent.examples.cli.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can be said in a settings file. Keys and flags have the same names. */
enum ConfigKey {
    AGENT(ValueKind.TEXT, Trust.USER),
    ALLOW(ValueKind.SCOPES, Trust.USER),
    ASK(ValueKind.SCOPES, Trust.ANYBODY),
    CLEARED_MODEL(ValueKind.NAMES, Trust.USER),
    CONFIDENTIAL(ValueKind.PATTERNS, Trust.ANYBODY),
    CONVERSATION(ValueKind.TEXT, Trust.USER),
    DENY(ValueKind.SCOPES, Trust.ANYBODY),
    FALLBACK_MODEL(ValueKind.NAMES, Trust.USER),
    JOURNAL(ValueKind.TEXT, Trust.USER),
    JOURNAL_ENCRYPTION_KEY(ValueKind.TEXT, Trust.USER),
    MAX_CALLS(ValueKind.COUNT, Trust.LOWERING),
    MAX_COST(ValueKind.MONEY, Trust.LOWERING),
    MAX_RUN_TOKENS(ValueKind.COUNT, Trust.USER),
    MAX_THINKING_TOKENS(ValueKind.COUNT, Trust.LOWERING),
    MAX_TOKENS(ValueKind.COUNT, Trust.USER),
    MAX_TURNS(ValueKind.COUNT, Trust.USER),
    MODEL(ValueKind.TEXT, Trust.USER),
    NO_JOURNAL(ValueKind.SWITCH, Trust.USER),
    OFFLINE(ValueKind.SWITCH, Trust.USER),
    POLICY(ValueKind.TEXT, Trust.USER),
    QUIET(ValueKind.SWITCH, Trust.USER),
    ROOT(ValueKind.TEXT, Trust.USER),
    SEED(ValueKind.WHOLE, Trust.ANYBODY),
    SYSTEM(ValueKind.TEXT, Trust.USER),
    TEMPERATURE(ValueKind.TEMPERATURE, Trust.ANYBODY),
    THINKING(ValueKind.THINKING, Trust.ANYBODY),
    THINKING_BUDGET(ValueKind.COUNT, Trust.USER),
    TIMEOUT(ValueKind.DURATION, Trust.USER),
    TIMING(ValueKind.SWITCH, Trust.ANYBODY),
    TOP_K(ValueKind.COUNT, Trust.ANYBODY),
    TOP_P(ValueKind.SHARE, Trust.ANYBODY),
    UNTRUSTED(ValueKind.PATTERNS, Trust.ANYBODY),
    VERBOSE(ValueKind.SWITCH, Trust.USER);

    /** Whose file may say it. */
    enum Trust {
        /** The user's file and a project's. */
        ANYBODY,
        /** The user's file and a project's, whose value counts where it is lower than what holds without it. */
        LOWERING,
        /** The user's file alone: it chooses who acts and by whose words, widens what may be done or spent, or decides where words go. */
        USER
    }

    private final ValueKind kind;
    private final Trust trust;

    ConfigKey(ValueKind kind, Trust trust) {
        this.kind = kind;
        this.trust = trust;
    }

    ValueKind kind() {
        return kind;
    }

    Trust trust() {
        return trust;
    }

    /** As it is written: the flag without its dashes. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<ConfigKey> of(String text) {
        return Arrays.stream(values()).filter(key -> key.text().equals(text)).findFirst();
    }

    static String all() {
        return Arrays.stream(values()).map(ConfigKey::text).collect(Collectors.joining(", "));
    }
}
