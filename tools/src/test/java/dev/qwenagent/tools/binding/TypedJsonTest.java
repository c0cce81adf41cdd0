package dev.qwenagent.tools.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import dev.langchain4j.model.output.structured.Description;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypedJsonTest {

    enum Currency {
        EUR,
        US_DOLLAR
    }

    record Line(String item, BigDecimal price, @P(value = "how many", defaultValue = "1") int count) {}

    @Description("a bill")
    record Invoice(@Description("as printed") String number, List<Line> lines, Currency currency, LocalDate due,
            Optional<String> note, @Nullable String reference) {}

    record Every(boolean truth, byte tiny, short small, int whole, long large, float single, double twice, char letter,
            BigInteger huge, BigDecimal exact, LocalTime time, LocalDateTime moment, OffsetDateTime offset,
            Instant instant, Duration duration, ZoneId zone, URI uri, UUID uuid, Set<Currency> currencies,
            Map<String, Integer> counts, int[] numbers, Map<Currency, List<String>> nested) {}

    record Page<T>(List<T> items, T first) {}

    record Range(int from, int to) {
        Range {
            if (from > to) {
                throw new IllegalArgumentException("from must not be after to");
            }
        }
    }

    record Tree(String name, List<Tree> children) {}

    record Thread(Object anything) {}

    record PageOfLines(Page<Line> page) {}

    @Test
    void readsNestedRecordsWithDefaultsAndAbsentValues() {
        Invoice invoice = TypedJson.of(Invoice.class).read("""
                {"number": "A-7", "lines": [{"item": "tea", "price": 3.50}, {"item": "cup", "price": 12, "count": 2}],
                 "currency": "EUR", "due": "2026-12-01"}""");

        assertThat(invoice).isEqualTo(new Invoice("A-7",
                List.of(new Line("tea", new BigDecimal("3.50"), 1), new Line("cup", new BigDecimal("12"), 2)),
                Currency.EUR, LocalDate.of(2026, 12, 1), Optional.empty(), null));
    }

    @Test
    void readsEveryScalar() {
        Every every = TypedJson.of(Every.class).read("""
                {"truth": true, "tiny": 1, "small": 2, "whole": 3, "large": 4, "single": 1.5, "twice": 2.5, "letter": "x",
                 "huge": 123456789012345678901234567890, "exact": 0.1, "time": "06:09", "moment": "2026-11-23 06:09",
                 "offset": "2026-11-23T06:09+09:00", "instant": "2026-11-23T06:09:00Z", "duration": "PT90M",
                 "zone": "Asia/Tokyo", "uri": "https://example.org/a", "uuid": "123e4567-e89b-12d3-a456-426614174000",
                 "currencies": ["EUR", "EUR", "US_DOLLAR"], "counts": {"a": 1}, "numbers": [1, 2],
                 "nested": {"EUR": ["x"]}}""");

        assertThat(every.truth()).isTrue();
        assertThat(every.tiny() + every.small() + every.whole() + every.large()).isEqualTo(10);
        assertThat(every.single()).isEqualTo(1.5f);
        assertThat(every.twice()).isEqualTo(2.5);
        assertThat(every.letter()).isEqualTo('x');
        assertThat(every.huge()).isEqualTo("123456789012345678901234567890");
        assertThat(every.exact()).isEqualByComparingTo("0.1");
        assertThat(every.time()).isEqualTo(LocalTime.of(6, 9));
        assertThat(every.moment()).isEqualTo(LocalDateTime.of(2026, 11, 23, 6, 9));
        assertThat(every.offset()).isEqualTo(OffsetDateTime.parse("2026-11-23T06:09+09:00"));
        assertThat(every.instant()).isEqualTo(Instant.parse("2026-11-23T06:09:00Z"));
        assertThat(every.duration()).isEqualTo(Duration.ofMinutes(90));
        assertThat(every.zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThat(every.uri()).isEqualTo(URI.create("https://example.org/a"));
        assertThat(every.uuid()).hasToString("123e4567-e89b-12d3-a456-426614174000");
        assertThat(every.currencies()).containsExactlyInAnyOrder(Currency.EUR, Currency.US_DOLLAR);
        assertThat(every.counts()).containsExactly(Map.entry("a", 1));
        assertThat(every.numbers()).containsExactly(1, 2);
        assertThat(every.nested()).containsExactly(Map.entry(Currency.EUR, List.of("x")));
    }

    @Test
    void readsGenericRecords() throws ReflectiveOperationException {
        Type type = PageOfLines.class.getRecordComponents()[0].getGenericType();
        String json = "{\"items\": [], \"first\": {\"item\": \"tea\", \"price\": 1}}";

        assertThat(TypedJson.of(type).read(json)).isEqualTo(new Page<>(List.of(), new Line("tea", BigDecimal.ONE, 1)));
    }

    @Test
    void understandsValuesThatCanOnlyMeanOneThing() {
        assertThat(TypedJson.of(Integer.class).read("\"3\"")).isEqualTo(3);
        assertThat(TypedJson.of(Integer.class).read("3.0")).isEqualTo(3);
        assertThat(TypedJson.of(Integer.class).read("3e2")).isEqualTo(300);
        assertThat(TypedJson.of(Double.class).read("\" 2.5 \"")).isEqualTo(2.5);
        assertThat(TypedJson.of(Boolean.class).read("\"True\"")).isTrue();
        assertThat(TypedJson.of(Currency.class).read("\"us dollar\"")).isEqualTo(Currency.US_DOLLAR);
        assertThat(TypedJson.of(String.class).read("5")).isEqualTo("5");
        assertThat(TypedJson.of(int[].class).read("7")).containsExactly(7);
        assertThat(TypedJson.of(int[].class).read("\"[7, 8]\"")).containsExactly(7, 8);
        assertThat(TypedJson.of(Range.class).read("\"{\\\"from\\\": 1, \\\"to\\\": 2}\"")).isEqualTo(new Range(1, 2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "lines: [{item: x, price: abc}]     | lines[0].price: expected a number, found \"abc\"",
        "lines: [{item: x, price: 1}, {item: y, price: []}] | lines[1].price: expected a number, found a list",
        "lines: [{item: x}]                 | lines[0].price: missing; expected a number",
        "lines: [{item: x, price: 1, count: 1.5}] | lines[0].count: expected a whole number, found 1.5",
        "lines: [{item: x, price: 1, cost: 1}] | lines[0]: unknown argument \"cost\"; known: item, price, count",
        "number: {}                         | number: expected text, found an object",
        "number: null                       | number: expected text, found null",
        "currency: GBP                      | currency: expected one of EUR, US_DOLLAR, found \"GBP\"",
        "due: tomorrow                      | due: expected a date such as 2026-11-23, found \"tomorrow\""})
    void namesThePathOfTheWrongValue(String change, String message) {
        String field = change.substring(0, change.indexOf(':'));
        String value = change.substring(change.indexOf(':') + 1)
                .replaceAll("([a-zA-Z]+)", "\"$1\"")
                .replace("\"null\"", "null");
        var fields = new LinkedHashMap<>(Map.of("number", "\"A\"", "lines", "[]", "currency", "\"EUR\"",
                "due", "\"2026-12-01\""));
        fields.put(field, value);
        String json = fields.entrySet()
                .stream()
                .map(e -> "\"" + e.getKey() + "\": " + e.getValue())
                .collect(Collectors.joining(", ", "{", "}"));

        assertThatThrownBy(() -> TypedJson.of(Invoice.class).read(json)).isInstanceOf(BindingException.class)
                .hasMessage(message);
    }

    @Test
    void refusesNumbersOutOfRange() {
        assertThatThrownBy(() -> TypedJson.of(Byte.class).read("300"))
                .hasMessage("expected a whole number from -128 to 127, found 300");
        assertThatThrownBy(() -> TypedJson.of(Double.class).read("1e400")).hasMessageContaining("smaller number");
        assertThatThrownBy(() -> TypedJson.of(BigInteger.class).read("1e999999999"))
                .hasMessageContaining("at most 10000 digits");
        assertThatThrownBy(() -> TypedJson.of(BigDecimal.class).read("1e-999999999"))
                .hasMessageContaining("at most 10000 digits");
    }

    @Test
    void theRecordsOwnRuleIsTheError() {
        assertThatThrownBy(() -> TypedJson.of(Range.class).read("{\"from\": 2, \"to\": 1}"))
                .isInstanceOf(BindingException.class)
                .hasMessage("from must not be after to");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"from\": 1, \"to\": }  | not valid JSON at line 1, column",
        "{\"from\": 1             | not valid JSON at line 1, column",
        "{\"from\": 1} x          | not valid JSON at line 1, column 13",
        "{\"from\": 1, \"from\": 2} | Duplicate field 'from'",
        "` `                      | expected JSON, found nothing"})
    void brokenJsonIsRefusedWithItsPlace(String json, String message) {
        assertThatThrownBy(() -> TypedJson.of(Range.class).read(json)).isInstanceOf(BindingException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void unsupportedTypesAreNamedWithTheirPath() {
        assertThatThrownBy(() -> TypedJson.of(Thread.class)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("anything: the type java.lang.Object is not supported; use a record");
        assertThatThrownBy(() -> TypedJson.of(Tree.class)).hasMessageContaining("children[]")
                .hasMessageContaining("may not contain itself");
        assertThatThrownBy(() -> TypedJson.of(List.class)).hasMessageContaining("say of what, such as List<String>");
    }

    @Test
    void theSchemaSaysWhatIsRead() {
        var schema = (JsonObjectSchema) TypedJson.of(Invoice.class).schema();

        assertThat(schema.description()).isEqualTo("a bill");
        assertThat(schema.properties().keySet()).containsExactly("number", "lines", "currency", "due", "note",
                "reference");
        assertThat(schema.required()).containsExactly("number", "lines", "currency", "due");
        assertThat(schema.properties().get("number")).isEqualTo(
                JsonStringSchema.builder().description("as printed").build());
        assertThat(schema.properties().get("currency")).isEqualTo(
                JsonEnumSchema.builder().enumValues("EUR", "US_DOLLAR").build());
        assertThat(schema.properties().get("due").description()).isEqualTo("a date such as 2026-11-23");
        var line = (JsonObjectSchema) ((JsonArraySchema) schema.properties().get("lines")).items();
        assertThat(line.properties().get("price")).isInstanceOf(JsonNumberSchema.class);
        assertThat(line.properties().get("count")).isEqualTo(
                JsonIntegerSchema.builder().description("how many (default: 1)").build());
        assertThat(line.required()).containsExactly("item", "price");
    }

    @Test
    void theSchemaIsWrittenAsJsonForPrompts() {
        assertThat(TypedJson.of(Invoice.class).schemaJson()).isEqualToIgnoringWhitespace("""
                {"type": "object", "description": "a bill", "properties": {
                  "number": {"type": "string", "description": "as printed"},
                  "lines": {"type": "array", "items": {"type": "object", "properties": {
                    "item": {"type": "string"}, "price": {"type": "number"},
                    "count": {"type": "integer", "description": "how many (default: 1)"}},
                    "required": ["item", "price"]}},
                  "currency": {"type": "string", "enum": ["EUR", "US_DOLLAR"]},
                  "due": {"type": "string", "description": "a date such as 2026-11-23"},
                  "note": {"type": "string"}, "reference": {"type": "string"}},
                 "required": ["number", "lines", "currency", "due"]}""");
    }

    record Flags(Map<String, Boolean> byName) {}

    @Test
    void aMapIsAnObjectWithWhateverKeys() {
        assertThat(TypedJson.of(Flags.class).schemaJson()).contains("\"byName\":{\"type\":\"object\",\"description\":"
                + "\"each value is true or false\",\"properties\":{},\"required\":[],\"additionalProperties\":true}");
    }
}
