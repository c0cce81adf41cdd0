package dev.qwenagent.examples.cli.config;

import dev.qwenagent.api.Money;
import dev.qwenagent.api.tool.ScopePattern;
import java.util.function.Consumer;

/** What a setting's value can be. */
enum ValueKind {
    TEXT("a text", text -> {}),
    SWITCH("true or false", text -> require(text.equals("true") || text.equals("false"))),
    COUNT("a whole number, at least 1", text -> require(Long.parseLong(text) >= 1)),
    WHOLE("a whole number", Long::parseLong),
    MONEY("an amount such as 0.50 USD", Money::of),
    TEMPERATURE("a number, at least 0", text -> require(Double.parseDouble(text) >= 0)),
    SHARE("a number above 0 and up to 1",
            text -> require(Double.parseDouble(text) > 0 && Double.parseDouble(text) <= 1)),
    DURATION("a time such as 30s, 5m or 1h", Durations::parse),
    THINKING("on, off or auto", text -> require(text.equals("on") || text.equals("off") || text.equals("auto"))),
    NAMES("a list of names", text -> require(!text.isBlank())),
    PATTERNS("a list of files such as hr/** or of scope patterns", text -> require(!text.isBlank())),
    SCOPES("a list of scope patterns such as file.read:docs/** or calc.*", ScopePattern::of);

    private final String expected;
    private final Consumer<String> check;

    ValueKind(String expected, Consumer<String> check) {
        this.expected = expected;
        this.check = check;
    }

    /** What was expected, for messages. */
    String expected() {
        return expected;
    }

    boolean isList() {
        return this == SCOPES || this == PATTERNS || this == NAMES;
    }

    boolean accepts(String value) {
        try {
            check.accept(value);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException();
        }
    }
}
