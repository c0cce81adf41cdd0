package dev.qwenagent.runtime.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.tools.ToolRegistry;
import dev.qwenagent.tools.builtin.CalculatorTools;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleCheckTest {

    private static final ToolRegistry TOOLS = ToolRegistry.of(new CalculatorTools());

    private static List<String> slips(String rule) {
        return RuleCheck.slips(List.of(ScopePattern.of(rule)), TOOLS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            calc.evaluat              | did you mean calc.evaluate?
            file.raed:/a              | did you mean file.read?
            fiel.read:/a              | did you mean file.read?
            proces.run                | did you mean process.run?
            file.read:docs/**         | files have absolute paths, such as /data/docs/**
            """)
    void slipOfThePenIsFoundWithTheNearest(String rule, String hint) {
        assertThat(slips(rule)).singleElement().asString().startsWith("the rule " + rule).contains(hint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"**", "calc.*", "file.read", "file.*:/a/**", "file.read:**/a", "rooms.book:blue",
        "net.get:https://a.org/**", "lan.connect:127.0.0.1:80", "process.run:git *", "file.read:C:/a"})
    void ruleAboutSomethingIsNone(String rule) {
        assertThat(slips(rule)).isEmpty();
    }
}
