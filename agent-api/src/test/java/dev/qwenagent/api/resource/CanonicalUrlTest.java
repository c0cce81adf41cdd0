package dev.qwenagent.api.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalUrlTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://example.org              | https://example.org/
            HTTPS://Example.ORG:443/a        | https://example.org/a
            http://example.org:80            | http://example.org/
            http://example.org:443/          | http://example.org:443/
            https://example.org.:0443/       | https://example.org/
            https://example.org:/            | https://example.org/
            https://example.org/a/./b/../c   | https://example.org/a/c
            https://example.org/../../c      | https://example.org/c
            https://example.org/a/..         | https://example.org/
            https://example.org/a/%2e%2E/b   | https://example.org/b
            https://example.org/%7euser/%c3%a4%2f | https://example.org/~user/%C3%A4%2F
            https://example.org/ä b          | -
            https://example.org/ä            | https://example.org/%C3%A4
            https://example.org/a?q=%41&r=ü#x | https://example.org/a?q=A&r=%C3%BC
            https://example.org?x=/../y      | https://example.org/?x=/../y
            https://bücher.example/          | https://xn--bcher-kva.example/
            https://BÜCHER.example/          | https://xn--bcher-kva.example/
            https://example。org/            | https://example.org/
            http://ｅｘａｍｐｌｅ.org/          | http://example.org/
            http://127.0.0.1/                | http://127.0.0.1/
            http://127.1/                    | http://127.0.0.1/
            http://2130706433/               | http://127.0.0.1/
            http://0x7f000001/               | http://127.0.0.1/
            http://0x7F.1/                   | http://127.0.0.1/
            http://0177.0.0.01/              | http://127.0.0.1/
            http://１２７.0.0.1/              | http://127.0.0.1/
            http://127.0.0.1./               | http://127.0.0.1/
            http://0/                        | http://0.0.0.0/
            http://[::1]:8080/               | http://[::1]:8080/
            http://[0:0:0:0:0:0:0:1]/        | http://[::1]/
            http://[2001:DB8:0:0:1::0:1]/    | http://[2001:db8::1:0:0:1]/
            http://[::ffff:127.0.0.1]/       | http://127.0.0.1/
            http://[::FFFF:7f00:1]/          | http://127.0.0.1/
            http://my_host/                  | http://my_host/
            """)
    void everySpellingHasOneAddress(String text, String canonical) {
        if (canonical.equals("-")) {
            assertThatThrownBy(() -> CanonicalUrl.of(text)).isInstanceOf(IllegalArgumentException.class);
        } else {
            assertThat(CanonicalUrl.of(text)).hasToString(canonical);
            assertThat(CanonicalUrl.of(canonical)).isEqualTo(CanonicalUrl.of(text)).hasToString(canonical);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.org", "/etc/passwd", "file:///etc/passwd", "ftp://example.org/",
        "javascript:alert(1)", "https:example.org", "https:/example.org", "https:///x", "https://",
        "https://user@example.org/", "https://user:secret@example.org/", "https://example.org@evil.org/",
        "https://example.org\\@evil.org/", "https://example.org\\.evil.org/", "http://a b/", "http://exa\nmple.org/",
        "http://example.org/\ta", "http://example.org/a\u0000", "http://example.org/\u2028a", "http://example.org:0/",
        "http://example.org:65536/", "http://example.org:8a/", "http://example.org:-1/", "http://[::1", "http://::1/",
        "http://[::1%25eth0]/", "http://[v1.x]/", "http://1.2.3.4.5/", "http://256.1.1.1/", "http://0x100000000/",
        "http://1.2.3.08/", "http://%31%32%37.0.0.1/", "http://exa%6dple.org/", "http://-a.org/", "http://a..b/",
        "http://.a/", "http://example.org/%", "http://example.org/%2", "http://example.org/%zz",
        "http://example.org/a/..%2fb", "http://example.org/a/%252e%252e/b", "http://example.org/a/..%5cb",
        "http://example.org/a/..;/b", "http://example.org/%2e%2e%252fb"})
    void whatReadersDisagreeAboutIsRefused(String text) {
        assertThatThrownBy(() -> CanonicalUrl.of(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s).{10,}");
    }

    @Test
    void longAddressesAreRefused() {
        assertThatThrownBy(() -> CanonicalUrl.of("http://a/" + "a".repeat(8_000)))
                .hasMessageContaining("at most 8000 characters");
        assertThatThrownBy(() -> CanonicalUrl.of("http://" + "a.".repeat(130) + "org/"))
                .hasMessageContaining("is not a host");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /b                | https://example.org:8443/b
            c?y               | https://example.org:8443/a/c?y
            ../c              | https://example.org:8443/c
            ?y=1              | https://example.org:8443/a/b?y=1
            #f                | https://example.org:8443/a/b?x
            //other.org/z     | https://other.org/z
            http://127.1/     | http://127.0.0.1/
            """)
    void redirectsLeadToCanonicalAddresses(String location, String to) {
        assertThat(CanonicalUrl.of("https://example.org:8443/a/b?x").redirected(location)).hasToString(to);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "gopher://a/", "//user@b/", "\\\\evil.org/"})
    void redirectsToElsewhereAreRefused(String location) {
        var from = CanonicalUrl.of("https://example.org/a");
        assertThatThrownBy(() -> from.redirected(location)).isInstanceOf(IllegalArgumentException.class);
    }
}
