package dev.qwenagent.runtime.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.label.Label.Integrity;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.tools.web.HostResolver;
import dev.qwenagent.tools.web.WebLimits;
import dev.qwenagent.tools.web.WebTools;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Addresses that want to lead elsewhere, with real servers: {@code good.test} on 127.0.0.1, which rules allow, and a trap on
 * 127.0.0.2 with the same port, which nothing allows to connect to.
 */
@Timeout(60)
class AddressAttackTest {

    private final Map<String, Deque<List<InetAddress>>> names = new HashMap<>();
    private final List<String> lookedUp = new ArrayList<>();
    private TrapServer good;
    private TrapServer trap;

    @BeforeEach
    void serve() throws IOException {
        good = TrapServer.on("127.0.0.1", 0);
        trap = TrapServer.on("127.0.0.2", good.port());
        name("good.test", "127.0.0.1");
        name("evil.test", "127.0.0.2");
    }

    @AfterEach
    void close() {
        good.close();
        trap.close();
    }

    /** What a name stands for now; the last one stays. */
    private void name(String name, String... addresses) {
        names.computeIfAbsent(name, _ -> new ArrayDeque<>())
                .add(java.util.Arrays.stream(addresses).map(InetAddress::ofLiteral).toList());
    }

    private AgentBuilder agent(String... allowed) {
        HostResolver resolver = host -> {
            lookedUp.add(host);
            Deque<List<InetAddress>> next = names.get(host);
            if (next == null) {
                return HostResolver.SYSTEM.resolve(host);
            }
            return next.size() > 1 ? next.remove() : next.peek();
        };
        return Agents.builder().tools(new WebTools(WebLimits.DEFAULT, resolver)).allow(allowed);
    }

    private AgentBuilder strict() {
        return agent("net.get:http://good.test:" + good.port() + "/**", "lan.connect:127.0.0.1:" + good.port());
    }

    /** Every page, and the machine itself on one address. */
    private AgentBuilder wide() {
        return agent("net.get", "lan.connect:127.0.0.1:" + good.port());
    }

    private String get(AgentBuilder agent, String url) {
        return Attempt.of(agent, "http_get", "{\"url\": " + Attempt.quoted(url) + "}");
    }

    private String at(String host, String path) {
        return "http://" + host + ":" + good.port() + path;
    }

    @Test
    void whatIsAllowedIsFetched() {
        assertThat(get(strict(), at("good.test", "/page"))).isEqualTo("served");
        assertThat(get(strict(), at("GOOD.test.", "/x/../page#part"))).isEqualTo("served");
        assertThat(good.requests()).containsExactly("good.test:" + good.port() + "/page",
                "good.test:" + good.port() + "/page");
    }

    @Test
    void userInformationDoesNotPassForAHost() {
        assertThat(get(wide(), "http://good.test:" + good.port() + "@127.0.0.2:" + good.port() + "/"))
                .contains("user information");
        assertThat(get(wide(), "http://good.test@evil.test:" + good.port() + "/")).contains("user information");
        assertThat(get(wide(), "http://evil.test:" + good.port() + "\\@good.test/")).startsWith("error: ");
        assertThat(trap.requests()).isEmpty();
    }

    @Test
    void redirectToAnotherHostIsJudgedLikeACall() {
        assertThat(get(strict(), at("good.test", "/to?" + at("evil.test", "/")))).startsWith("Denied: ");
        assertThat(lookedUp).doesNotContain("evil.test");
        assertThat(trap.requests()).isEmpty();
        assertThat(get(strict(), at("good.test", "/to?/page"))).isEqualTo("served");
    }

    @Test
    void redirectToLoopbackNeedsARuleOfItsOwn() {
        for (String to : List.of("127.0.0.2", "0x7f.2", "evil.test", "[::ffff:127.0.0.2]")) {
            assertThat(get(wide(), at("good.test", "/to?" + at(to, "/")))).startsWith("Denied: ");
        }
        assertThat(get(wide(), at("good.test", "/to?file:///etc/passwd"))).contains("only http and https");
        assertThat(trap.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2", "127.2", "2130706434", "0x7f000002", "0x7F.0.0.2", "0177.0.0.2", "0177.2",
        "017700000002", "[::ffff:127.0.0.2]", "[::ffff:7f00:2]", "１２７.0.0.2", "127。0。0。2", "127.0.0.2.", "evil.test",
        "EVIL.test"})
    void everyFormOfALoopbackAddressIsThatAddress(String host) {
        assertThat(get(wide(), at(host, "/"))).startsWith("Denied: ");
        assertThat(trap.requests()).isEmpty();
        AgentBuilder denying = agent("net.get", "lan.connect").deny("net.get:http://127.0.0.2:*/**")
                .deny("net.get:http://evil.test:*/**");
        assertThat(get(denying, at(host, "/"))).startsWith("Denied: ");
        assertThat(trap.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "0",
        "198.18.0.1", "224.0.0.1", "255.255.255.255", "[::1]", "[::]", "[fe80::1]", "[fd00::1]", "[64:ff9b::7f00:2]",
        "[2002:7f00:2::]", "[2001::1]", "[ff02::1]", "[::7f00:2]", "localhost"})
    void addressesThatAreNotPublicNeedARuleOfTheirOwn(String host) {
        assertThat(get(agent("net.get"), "http://" + host + "/")).isEqualTo("Denied: http_get is not allowed");
    }

    @Test
    void nameThatResolvesAnewIsConnectedToWhereItWasJudged() {
        name("good.test", "127.0.0.2");
        assertThat(get(strict(), at("good.test", "/page"))).isEqualTo("served");
        assertThat(lookedUp).containsExactly("good.test");
        assertThat(get(strict(), at("good.test", "/page"))).startsWith("Denied: ");
        assertThat(good.requests()).hasSize(1);
        assertThat(trap.requests()).isEmpty();
    }

    @Test
    void nameWithOneAddressThatIsNotAllowedIsNotConnectedTo() {
        name("mixed.test", "127.0.0.1", "127.0.0.2");
        assertThat(get(wide(), at("mixed.test", "/"))).startsWith("Denied: ");
        assertThat(good.requests()).isEmpty();
        assertThat(trap.requests()).isEmpty();
    }

    @Test
    void nameIsNotEvenLookedUpForAnAddressThatIsNotAllowed() {
        assertThat(get(strict(), at("what-i-know.evil.test", "/"))).startsWith("Denied: ");
        assertThat(get(strict(), at("good.test.evil.test", "/"))).startsWith("Denied: ");
        assertThat(lookedUp).isEmpty();
    }

    @Test
    void redirectsDoNotGoOnForEver() {
        assertThat(get(strict(), at("good.test", "/loop"))).startsWith("error: ").contains("more than 5 redirects");
        assertThat(good.requests()).hasSize(6);
    }

    @Test
    void whatWasFetchedIsUntrusted() throws Exception {
        var outcome = new java.util.concurrent.atomic.AtomicReference<ToolOutcome>();
        get(strict().listener(event -> {
            if (event instanceof dev.qwenagent.api.event.AgentEvent.ToolFinished finished) {
                outcome.set(finished.outcome());
            }
        }), at("good.test", "/"));
        assertThat(((ToolOutcome.Success) outcome.get()).label().integrity()).isEqualTo(Integrity.UNTRUSTED);
    }
}
