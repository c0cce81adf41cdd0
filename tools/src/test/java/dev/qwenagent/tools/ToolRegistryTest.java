package dev.qwenagent.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.qwenagent.api.tool.BoundCall;
import dev.qwenagent.api.tool.ToolContext;
import dev.qwenagent.api.tool.ToolOutcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ToolRegistryTest {

    @RequiresScope("shop.read")
    static class Shop {
        @Tool(name = "find_item", value = "Find an item")
        public String find(@P("words to look for") String query, @P(defaultValue = "10") int limit,
                ToolContext context) {
            return query + " up to " + limit + " in " + context.runId();
        }

        @Tool
        static String opening(Optional<String> day, @P(required = false) Integer week) {
            return day.orElse("any day") + ", week " + week;
        }
    }

    static class WithoutScope {
        @Tool
        public String act() {
            return "";
        }
    }

    @Test
    void anUnknownNameListsTheToolsAndTheNearest() throws InterruptedException {
        assertThat(ToolTrial.of(new Shop()).text("find_itm", "{}")).isEqualTo(
                "error: there is no tool \"find_itm\"; did you mean find_item? The tools: find_item, opening");
        assertThat(ToolTrial.of().text("find_itm", "{}")).isEqualTo("error: there are no tools; answer without");
    }

    @Test
    void theSpecificationHasWhatIsDeclaredAndNotTheContext() {
        assertThat(ToolRegistry.of(new Shop()).specifications().getFirst()).isEqualTo(ToolSpecification.builder()
                .name("find_item")
                .description("Find an item")
                .parameters(JsonObjectSchema.builder()
                        .addStringProperty("query", "words to look for")
                        .addIntegerProperty("limit", "default: 10")
                        .required("query")
                        .build())
                .build());
    }

    @Test
    void bindsDefaultsAndInjectsTheContext() throws InterruptedException {
        assertThat(ToolTrial.of(new Shop()).text("find_item", "{\"query\": \"tea\"}"))
                .isEqualTo("tea up to 10 in run-1");
        assertThat(ToolTrial.of(new Shop()).text("opening", "")).isEqualTo("any day, week null");
        assertThat(ToolTrial.of(new Shop()).text("opening", "{\"day\": \"Monday\", \"week\": null}"))
                .isEqualTo("Monday, week null");
    }

    @Test
    void theBoundRequestIsCompactAndInTheParametersOrder() {
        var call = (BoundCall) ToolTrial.of(new Shop()).bind("find_item", "{ \"limit\": 3,\n \"query\": \"tea\" }");

        assertThat(call.request()).isEqualTo(ToolExecutionRequest.builder()
                .id("call-1")
                .name("find_item")
                .arguments("{\"query\":\"tea\",\"limit\":3}")
                .build());
    }

    @Test
    void wrongArgumentsAreRefusedWithTheirPath() throws InterruptedException {
        ToolTrial shop = ToolTrial.of(new Shop());

        assertThat(shop.text("find_item", "{}")).isEqualTo("error: query: missing; expected text");
        assertThat(shop.text("find_item", "{\"query\": \"a\", \"limit\": \"many\"}"))
                .isEqualTo("error: limit: expected a whole number, found \"many\"");
        assertThat(shop.text("find_item", "{\"q\": \"a\"}"))
                .isEqualTo("error: unknown argument \"q\"; known: query, limit");
        assertThat(shop.text("find_item", "[1]"))
                .isEqualTo("error: expected an object with the arguments query, limit, found a list");
        assertThat(shop.text("find_item", "{\"query\": ")).startsWith("error: not valid JSON at line 1, column");
    }

    @Test
    void aToolWithoutScopeIsRefused() {
        assertThatThrownBy(() -> ToolRegistry.of(new WithoutScope())).isInstanceOf(ToolRegistrationException.class)
                .hasMessageContaining("tool act (" + WithoutScope.class.getName() + ".act): no scope is declared")
                .hasMessageContaining("@RequiresScope(\"family.verb\")");
    }

    @Test
    void scopesFromOutsideStandInForMissingOnes() {
        var trial = new ToolTrial(ToolRegistry.builder()
                .add(new WithoutScope())
                .scope("act", "world.change")
                .scope("act", "world.read:/a")
                .build());

        assertThat(trial.scopes("act", "{}")).containsExactly("world.change", "world.read:/a");
    }

    @Test
    void scopesFromOutsideReplaceTheDeclaredOnes() {
        var trial = new ToolTrial(
                ToolRegistry.builder().add(new Shop()).scope("find_item", "shop.ask:{query}").build());

        assertThat(trial.scopes("find_item", "{\"query\": \"tea\"}")).containsExactly("shop.ask:tea");
        assertThat(trial.scopes("opening", "{}")).containsExactly("shop.read");
    }

    @Test
    void includeChoosesAndOrders() {
        assertThat(ToolRegistry.builder().add(new Shop()).include("opening", "find_item").build().names())
                .containsExactly("opening", "find_item");
        assertThat(ToolRegistry.builder().add(new Shop()).include("opening").build().names())
                .containsExactly("opening");
    }

    @Test
    void excludedToolsAreNotJudged() {
        assertThat(ToolRegistry.builder().add(new Shop(), new WithoutScope()).exclude("act").build().names())
                .containsExactly("find_item", "opening");
    }

    @Test
    void namesOfToolsThatThereAreNotAreRefused() {
        var builder = ToolRegistry.builder().add(new Shop());

        assertThatThrownBy(() -> builder.exclude("openin").build()).isInstanceOf(ToolRegistrationException.class)
                .hasMessage("exclude(\"openin\"): there is no such tool (did you mean opening?);"
                        + " there are: find_item, opening");
        assertThatThrownBy(() -> ToolRegistry.builder().add(new Shop()).include("a").build())
                .hasMessageStartingWith("include(\"a\")");
        assertThatThrownBy(() -> ToolRegistry.builder().add(new Shop()).scope("b", "x.y").build())
                .hasMessageStartingWith("scope(\"b\")");
    }

    @Test
    void registriesJoinAndSameNamesAreRefused() {
        ToolRegistry shop = ToolRegistry.of(new Shop());

        assertThat(ToolRegistry.of(shop, new Clock()).names()).containsExactly("find_item", "opening", "ring");
        assertThatThrownBy(() -> ToolRegistry.of(shop, new Shop())).isInstanceOf(ToolRegistrationException.class)
                .hasMessageContaining("two tools are called find_item");
    }

    static class Clock {
        @Tool
        @RequiresScope("clock.ring")
        public void ring() {}
    }

    @Test
    void whatCannotBeCalledIsRefused() {
        class Hidden {
            @Tool
            @RequiresScope("a.b")
            private String act() {
                return "";
            }
        }
        class Final {
            @Tool(returnBehavior = ReturnBehavior.IMMEDIATE)
            @RequiresScope("a.b")
            public String act() {
                return "";
            }
        }
        class Odd {
            @Tool(name = "two words")
            @RequiresScope("a.b")
            public String act() {
                return "";
            }
        }
        class Absent {
            @Tool
            @RequiresScope("a.b")
            public String act(@P(required = false) int count) {
                return "";
            }
        }
        class Untyped {
            @Tool
            @RequiresScope("a.b")
            public String act(List<Object> things) {
                return "";
            }
        }

        assertThatThrownBy(() -> ToolRegistry.of(new Hidden())).hasMessageContaining("is private; make it public");
        assertThatThrownBy(() -> ToolRegistry.of(new Final())).hasMessageContaining("returnBehavior IMMEDIATE");
        assertThatThrownBy(() -> ToolRegistry.of(new Odd())).hasMessageContaining("called 'two words'");
        assertThatThrownBy(() -> ToolRegistry.of(new Absent())).hasMessageContaining("count: int cannot be left out");
        assertThatThrownBy(() -> ToolRegistry.of(new Untyped()))
                .hasMessageContaining("things[]: the type java.lang.Object is not supported");
        assertThatThrownBy(() -> ToolRegistry.of("text"))
                .hasMessageContaining("java.lang.String has no method with @Tool");
    }

    @Test
    void whatAnInterfaceOffersIsATool() throws InterruptedException {
        assertThat(ToolTrial.of(new Greeter() {}).text("greet", "{\"name\": \"Ana\"}")).isEqualTo("Hello Ana");
    }

    interface Greeter {
        @Tool
        @RequiresScope("greet.say")
        default String greet(String name) {
            return "Hello " + name;
        }
    }

    @Test
    void bindingHasNoEffect() {
        var outcome = ToolTrial.of(new Shop()).bind("find_item", "{\"query\": \"tea\"}");

        assertThat(outcome).isNotInstanceOf(ToolOutcome.class);
    }
}
