package dev.qwenagent.runtime.journal;

import static dev.qwenagent.runtime.journal.JournalSamples.success;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.api.journal.CallPlace;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.tool.PermissionDecision;
import dev.qwenagent.api.tool.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an entry when it is blacked out. */
class RedactionTest {

    private static final Redaction READY_MADE = Redaction.ofSecrets().and(Redaction.E_MAIL);

    private static JournalEntry redacted(Redaction redaction, JournalEntry entry) throws JsonProcessingException {
        return JournalJson.read(new Bodies("r", redaction, null).write(1, entry));
    }

    private static String result(String text) throws JsonProcessingException {
        JournalEntry.CallEnded ended = (JournalEntry.CallEnded) redacted(READY_MADE,
                success("r", new CallPlace(1, 1), text));
        return ended.outcome().textForModel();
    }

    @Test
    void whatStandsBehindJsonInATextStays() throws Exception {
        assertThat(result("{\"to\":\"ana@example.com\"}\n{\"to\":\"nobody\"}"))
                .isEqualTo("{\"to\":\"[redacted: e-mail]\"}\n{\"to\":\"nobody\"}");
        assertThat(result("[\"ana@example.com\"] is who wrote it")).isEqualTo(
                "[\"[redacted: e-mail]\"] is who wrote it");
    }

    @Test
    void numbersOfArgumentsStayAsTheyWere() throws Exception {
        assertThat(result("{\"to\":\"ana@example.com\",\"sum\":0.10000000000000000000001,\"rate\":1.50}"))
                .isEqualTo("{\"to\":\"[redacted: e-mail]\",\"sum\":0.10000000000000000000001,\"rate\":1.50}");
    }

    @Test
    void escapedSecretIsFoundAlsoWhereBlanksStandBeforeTheJson() throws Exception {
        assertThat(result("\n {\"to\":\"ana\\u0040example.com\"}")).doesNotContain("example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"password\":12345678}", "{\"token\": 1234567.50, \"page\": 2}",
        "{\"secret\":\"hun\\\"ter2 and more\"}", "{\"login\":{\"api_key\":\"ab\\\\cdefgh\"}}"})
    void argumentsWhoseSecretIsBlackedOutAreStillJson(String arguments) throws Exception {
        String clean = result(arguments);
        assertThat(clean).contains("[redacted: key]").doesNotContain("1234567", "ter2", "cdefgh");
        JsonNode json = JsonFields.MAPPER.readTree(clean);
        assertThat(json.isObject()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPENAI_API_KEY=q7Zp0secretvalue", "export DB_PASSWORD='q7Zp0secretvalue'",
        "client_secret: q7Zp0secretvalue", "{\"access_token\":\"q7Zp0secretvalue\"}",
        "AWS_SECRET_ACCESS_KEY = q7Zp0secretvalue", "refreshToken=q7Zp0secretvalue"})
    void valuesThatAreCalledAKeyOrAPasswordAreFoundByTheEndOfTheirName(String text) throws Exception {
        assertThat(result(text)).doesNotContain("q7Zp0").contains("[redacted: key]");
    }

    @Test
    void wordsAboutKeysStay() throws Exception {
        String text = "The token count is 123456. Passwords: none. A secret, keyword: something; the tokens: 4096000.";
        assertThat(result(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ana@example.com.", "a@b.c", "<ana+x@mail.example.co.uk>"})
    void addressesAreFoundWhole(String text) throws Exception {
        assertThat(result(text)).matches("<?\\[redacted: e-mail\\][.>]?");
        String longName = "a".repeat(200) + "@example.com";
        assertThat(result(longName)).isEqualTo("[redacted: e-mail]");
    }

    /** A text that counts how often a rule looks at one of its characters. */
    private record Watched(CharSequence text, AtomicLong looks) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            looks.incrementAndGet();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }
    }

    static Stream<Arguments> rulesAndPiecesOfTexts() {
        return READY_MADE.rules()
                .stream()
                .flatMap(rule -> Stream.of("a@b", ".c", "-eyJabcdefgh", "a", "-----BEGIN ", "sk-", "@a.a-", "A-_.",
                        "token:\\\"", "secret   ").map(piece -> Arguments.of(rule, piece)));
    }

    /** Whoever writes a page that an agent reads must be able neither to end the run nor to keep it busy. */
    @ParameterizedTest
    @MethodSource("rulesAndPiecesOfTexts")
    void ruleTakesNoMoreStepsThanATextIsLong(Redaction.Rule rule, String piece) {
        var text = new Watched("a@b" + piece.repeat(100_000 / piece.length()), new AtomicLong());
        var matcher = rule.pattern().matcher(text);
        while (matcher.find()) {
            assertThat(matcher.end()).isGreaterThan(matcher.start());
        }
        assertThat(text.looks().get()).isLessThan(200L * text.length());
    }

    @Test
    void anyRuleLeavesEveryKindOfEntryReadable() throws Exception {
        var all = new Redaction(List.of(new Redaction.Rule("all", Pattern.compile("(?s).+"))));
        var pictures = new JournalEntry.MessageAdded("r", JournalSamples.AT, UserMessage.from(
                TextContent.from("see"),
                ImageContent.from(Image.builder().base64Data("iVBORw0KGgo=").mimeType("image/png").build())));
        List<JournalEntry> entries = new ArrayList<>(JournalSamples.oneOfEach());
        entries.add(pictures);
        for (JournalEntry entry : entries) {
            assertThat(redacted(all, entry)).as(entry.toString()).hasSameClassAs(entry);
        }
    }

    @Test
    void scopeThatIsBlackedOutKeepsItsName() throws Exception {
        var judged = new JournalEntry.CallJudged("r", JournalSamples.AT, new PermissionDecision("1", "read",
                List.of(Scope.of("file.read:/mail/ana@example.com")), true, "rule"));
        assertThat(redacted(READY_MADE, judged)).isInstanceOfSatisfying(JournalEntry.CallJudged.class,
                entry -> assertThat(entry.decision().scopes())
                        .containsExactly(Scope.of("file.read:/mail/[redacted: e-mail]")));
    }
}
