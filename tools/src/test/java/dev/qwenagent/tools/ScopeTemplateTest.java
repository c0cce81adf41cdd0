package dev.qwenagent.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.qwenagent.api.tool.BoundCall;
import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.api.tool.ToolOutcome;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScopeTemplateTest {

    record Line(String item) {}

    record Invoice(int number, List<Line> lines) {}

    enum Shelf {
        LEFT,
        RIGHT
    }

    static class Books {
        @Tool
        @RequiresScope(value = "invoice.send", resource = "/invoices/{invoice.number}")
        @RequiresScope(value = "mail.send", resource = "{to}")
        public void send(Invoice invoice, List<String> to) {}

        @Tool
        @RequiresScope(value = "item.read", resource = "{invoice.lines[*].item}")
        public void each(Invoice invoice) {}

        @Tool
        @RequiresScope(value = "net.get", resource = "{urls[*]}")
        public void fetch(List<String> urls) {}

        @Tool
        @RequiresScope(value = "net.get", resource = "https://{host}/page")
        public void page(String host) {}

        @Tool
        @RequiresScope(value = "item.read", resource = "{invoice.lines.item}")
        public void items(Invoice invoice) {}

        @Tool
        @RequiresScope(value = "item.read", resource = "{table}")
        public void table(String[][] table) {}

        @Tool
        @RequiresScope(value = "shelf.read", resource = "{shelf}/{row}")
        public void look(Shelf[] shelf, Optional<Integer> row) {}
    }

    private final ToolTrial books = ToolTrial.of(new Books());

    @Test
    void elementsOfArraysInArraysMakeTheScopes() {
        assertThat(books.scopes("table", "{\"table\": [[\"a\", \"b\"], [], [\"c\"]]}"))
                .containsExactly("item.read:a", "item.read:b", "item.read:c");
    }

    @Test
    void recordComponentsAndListElementsMakeTheScopes() {
        assertThat(books.scopes("send",
                "{\"invoice\": {\"number\": 7, \"lines\": []}, \"to\": [\"a@example.org\", \"b@example.org\"]}"))
                .containsExactly("invoice.send:/invoices/7", "mail.send:a@example.org", "mail.send:b@example.org");
        assertThat(books.scopes("items",
                "{\"invoice\": {\"number\": 7, \"lines\": [{\"item\": \"tea\"}, {\"item\": \"cup\"}]}}"))
                .containsExactly("item.read:tea", "item.read:cup");
    }

    @Test
    void eachElementMayBeSaidAloud() {
        assertThat(books.scopes("each",
                "{\"invoice\": {\"number\": 7, \"lines\": [{\"item\": \"tea\"}, {\"item\": \"cup\"}]}}"))
                .containsExactly("item.read:tea", "item.read:cup");
        class Single {
            @Tool
            @RequiresScope(value = "a.b", resource = "{path[*]}")
            public void go(String path) {}
        }
        assertThatThrownBy(() -> ToolRegistry.of(new Single()))
                .hasMessageContaining("takes each element of {path}, which is no list");
    }

    @Test
    void textOfAnAddressIsJudgedInItsOneSpelling() {
        assertThat(books.scopes("fetch", "{\"urls\": [\"HTTPS://A.org:443/x/../y\", \"https://a.org/y\"]}"))
                .containsExactly("net.get:https://a.org/y");
        assertThat(books.scopes("page", "{\"host\": \"A.org\"}")).containsExactly("net.get:https://a.org/page");
        assertThat(((ToolOutcome.Failure) books.bind("fetch", "{\"urls\": [\"https://a@b/\"]}")).message())
                .contains("user information");
    }

    @Test
    void everyCombinationOfSeveralArgumentsIsJudged() {
        assertThat(books.scopes("look", "{\"shelf\": [\"LEFT\", \"RIGHT\"], \"row\": 2}"))
                .containsExactly("shelf.read:LEFT/2", "shelf.read:RIGHT/2");
    }

    @Test
    void whatIsAbsentLeavesTheScopeWithoutResource() {
        assertThat(books.scopes("look", "{\"shelf\": [\"LEFT\"]}")).containsExactly("shelf.read");
        assertThat(books.scopes("items", "{\"invoice\": {\"number\": 7, \"lines\": []}}"))
                .containsExactly("item.read");
    }

    @Test
    void thePatternsCoverEveryScope() {
        var tool = books.registry().find("send").orElseThrow();

        assertThat(tool.scopes()).containsExactlyInAnyOrder(ScopePattern.of("invoice.send:/invoices/**"),
                ScopePattern.of("mail.send"));
        var call = (BoundCall) books.bind("send",
                "{\"invoice\": {\"number\": 7, \"lines\": []}, \"to\": \"a/b\"}");
        assertThat(call.scopes()).allMatch(scope -> tool.scopes().stream().anyMatch(p -> p.matches(scope)));
    }

    @Test
    void templatesAboutWhatThereIsNotAreRefused() {
        class Misnamed {
            @Tool
            @RequiresScope(value = "a.b", resource = "{paht}")
            public void act(String path) {}
        }
        class NoComponent {
            @Tool
            @RequiresScope(value = "a.b", resource = "{invoice.nr}")
            public void act(Invoice invoice) {}
        }
        class WholeRecord {
            @Tool
            @RequiresScope(value = "a.b", resource = "{invoice}")
            public void act(Invoice invoice) {}
        }
        class OpenBrace {
            @Tool
            @RequiresScope(value = "a.b", resource = "{path")
            public void act(String path) {}
        }
        class NoScope {
            @Tool
            @RequiresScope("everything")
            public void act() {}
        }

        assertThatThrownBy(() -> ToolRegistry.of(new Misnamed())).isInstanceOf(ToolRegistrationException.class)
                .hasMessageContaining("names the argument {paht}, which there is not; the arguments are: path");
        assertThatThrownBy(() -> ToolRegistry.of(new NoComponent()))
                .hasMessageContaining("Invoice has no record component nr; it has: number, lines");
        assertThatThrownBy(() -> ToolRegistry.of(new WholeRecord()))
                .hasMessageContaining("is a whole Invoice; name one of its components: number, lines");
        assertThatThrownBy(() -> ToolRegistry.of(new OpenBrace())).hasMessageContaining("a brace without its partner");
        assertThatThrownBy(() -> ToolRegistry.of(new NoScope())).hasMessageContaining("found 'everything'");
    }

    /** A street address, of which there is one spelling. */
    record Address(String canonicalName) implements Resource {}

    static class Post implements ResourceResolver<Address> {
        @Override
        public Class<Address> resourceType() {
            return Address.class;
        }

        @Override
        public Address resolve(String text) {
            if (text.isBlank()) {
                throw new IllegalArgumentException("nobody lives nowhere");
            }
            return new Address(text.strip().toLowerCase(Locale.ROOT));
        }

        @Tool
        @RequiresScope(value = "post.send", resource = "{to}")
        public String send(List<Address> to) {
            return to.getFirst().canonicalName();
        }
    }

    @Test
    void whatIsJudgedIsWhatTheMethodGets() throws InterruptedException {
        ToolTrial post = ToolTrial.of(new Post());

        assertThat(post.scopes("send", "{\"to\": \" Main Street 7\"}")).containsExactly("post.send:main street 7");
        assertThat(post.text("send", "{\"to\": \" Main Street 7\"}")).isEqualTo("main street 7");
        assertThat(post.text("send", "{\"to\": [\" \"]}")).isEqualTo("error: to[0]: nobody lives nowhere");
    }

    @Test
    void callThatTouchesTooManyThingsIsRefused() {
        String many = "\"a\",".repeat(1_001);
        assertThat(((ToolOutcome.Failure) books.bind("send", "{\"invoice\": {\"number\": 7, \"lines\": []}, \"to\": ["
                + many.substring(0, many.length() - 1) + "]}")).message()).contains("at most 1000 things of mail.send");
    }

    @Test
    void fileOfAForeignToolIsJudgedByWhereItsTextLeads() {
        class Foreign {
            @Tool
            public void open(String path) {}
        }
        var trial = new ToolTrial(
                ToolRegistry.builder().add(new Foreign()).scope("open", "file.read:{path}").build());
        assertThat(trial.scopes("open", "{\"path\": \"/data/.//a\"}")).containsExactly("file.read:/data/a");
        assertThat(((ToolOutcome.Failure) trial.bind("open", "{\"path\": \"/data/../etc/passwd\"}")).message())
                .contains("without ..");
    }
}
