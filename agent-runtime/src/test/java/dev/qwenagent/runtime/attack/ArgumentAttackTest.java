package dev.qwenagent.runtime.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.tools.RequiresScope;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Arguments that want to be read as two things, or to eat the machine. */
@Timeout(120)
class ArgumentAttackTest {

    private static final int DEEP = 10_000;
    private static final int HUGE = 100_000_000;

    private final List<String> entered = new ArrayList<>();

    public record Tree(String name, List<String> children) {}

    public final class Desk {
        @Tool("Take a text")
        @RequiresScope(value = "desk.take", resource = "{text}")
        public String take(String text) {
            entered.add(text);
            return "took";
        }

        @Tool("Count")
        @RequiresScope("desk.count")
        public String count(int number, BigInteger whole, BigDecimal part) {
            entered.add(number + " " + whole + " " + part);
            return "counted";
        }

        @Tool("Plant a tree")
        @RequiresScope("desk.plant")
        public String plant(Tree tree, Map<String, String> names) {
            entered.add(tree.name());
            return "planted";
        }
    }

    private AgentBuilder agent() {
        return Agents.builder().tools(new Desk()).allow("desk.*").deny("desk.take:forbidden");
    }

    private void refused(String tool, String... arguments) {
        List<ScriptedReply> calls = new ArrayList<>();
        for (String text : arguments) {
            calls.add(ScriptedReply.call(tool, text));
        }
        assertThat(Attempt.all(agent(), calls.toArray(ScriptedReply[]::new))).allSatisfy(result -> {
            assertThat(result).matches("(?s)(error|Denied): .*").hasSizeLessThan(1_000);
        });
        assertThat(entered).isEmpty();
    }

    @Test
    void keyGivenTwiceIsRefused() {
        refused("take", "{\"text\": \"fine\", \"text\": \"forbidden\"}",
                "{\"text\": \"forbidden\", \"text\": \"fine\"}",
                "{\"text\": \"fine\", \"\\u0074ext\": \"forbidden\"}", "{\"text\": \"forbidden\"}",
                "{\"text\": \"\\u0066orbidden\"}");
        refused("plant", "{\"tree\": {\"name\": \"a\", \"name\": \"b\", \"children\": []}, \"names\": {}}",
                "{\"tree\": {\"name\": \"a\", \"children\": []}, \"names\": {\"a\": \"1\", \"a\": \"2\"}}");
    }

    @Test
    void numbersTooLargeToHandleAreRefused() {
        String digits = "9".repeat(100_000);
        refused("count", "{\"number\": 2147483648, \"whole\": 1, \"part\": 1}",
                "{\"number\": 1e999999999, \"whole\": 1, \"part\": 1}",
                "{\"number\": 1, \"whole\": 1e999999999, \"part\": 1}",
                "{\"number\": 1, \"whole\": 1, \"part\": 1e-999999999}",
                "{\"number\": 1, \"whole\": " + digits + ", \"part\": 1}",
                "{\"number\": 1, \"whole\": \"" + digits + "\", \"part\": 1}",
                "{\"number\": 1, \"whole\": 1, \"part\": 1." + digits + "}",
                "{\"number\": NaN, \"whole\": 1, \"part\": Infinity}",
                "{\"number\": 0x10, \"whole\": 010, \"part\": 1}");
    }

    @Test
    void nestingWithoutEndIsRefused() {
        refused("take", "[".repeat(DEEP), "{\"text\": " + "[".repeat(DEEP) + "]".repeat(DEEP) + "}",
                "{\"text\": ".repeat(DEEP) + "1" + "}".repeat(DEEP));
        String child = "{\"name\": \"a\", \"children\": [";
        refused("plant", "{\"tree\": " + child.repeat(DEEP) + "]}".repeat(DEEP) + ", \"names\": {}}");
        refused("plant", "{\"tree\": " + Attempt.quoted(child.repeat(DEEP) + "]}".repeat(DEEP)) + ", \"names\": {}}");
    }

    @Test
    void hundredMegabytesAreRefused() {
        refused("take", "{\"text\": \"" + "x".repeat(HUGE) + "\"}");
    }

    @Test
    void whatIsNoJsonIsRefused() {
        refused("take", "text=fine", "{text: fine}", "{'text': 'fine'}",
                "{\"text\": \"fine\"} {\"text\": \"forbidden\"}",
                "{\"text\": \"fine\"", "\u0000", "null", "{\"text\": null}", "{\"text\": {\"text\": \"fine\"}}",
                "{\"text\": \"fine\" /* */}", "{\"text\": \"a\nb\"}");
    }
}
