package dev.qwenagent.runtime.cost;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.qwenagent.api.AgentException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads prices from a YAML file of the user's. Prices differ by region, contract and month, so none is built in.
 *
 * <pre>
 * currency: USD                 # of all prices below
 * models:                       # for a million tokens each
 *   qwen:qwen3-max:
 *     input: 1.20
 *     output: 6.00
 *     cached: 0.24              # what the server had in its cache; as input if left out
 *     cache-write: 1.50         # what it was made to put there; as input if left out
 * </pre>
 *
 * <p>Not thread-safe: one reader, one text.
 */
public final class PriceFile {

    private final String name;
    private final Map<String, Map<String, BigDecimal>> models = new LinkedHashMap<>();
    private @Nullable Currency currency;

    private PriceFile(String name) {
        this.name = name;
    }

    /**
     * Reads a file.
     *
     * @return no prices if there is no such file
     * @throws AgentException if it cannot be read or is no list of prices, with line and column
     */
    public static PriceList read(Path file) {
        if (!Files.exists(file)) {
            return PriceList.NONE;
        }
        try {
            return read(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new AgentException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a text.
     *
     * @param name what complaints call it
     * @throws AgentException if it is no list of prices, with line and column
     */
    static PriceList read(String text, String name) {
        var reader = new PriceFile(name);
        try (JsonParser yaml = new YAMLFactory().createParser(text)) {
            return reader.read(yaml);
        } catch (JsonProcessingException e) {
            throw new AgentException(reader.at(e.getLocation()) + "expected YAML, found "
                    + e.getOriginalMessage().lines().findFirst().orElse("something else"), e);
        } catch (IOException e) {
            throw new AgentException(name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private PriceList read(JsonParser yaml) throws IOException {
        JsonToken first = yaml.nextToken();
        if (first == null) {
            return PriceList.NONE;
        }
        expect(yaml, first == JsonToken.START_OBJECT, "the keys currency and models");
        while (yaml.nextToken() == JsonToken.FIELD_NAME) {
            switch (yaml.currentName()) {
                case "currency" -> currency = currency(yaml);
                case "models" -> readModels(yaml);
                default -> throw wrong(yaml, "one of the keys currency and models", yaml.currentName());
            }
        }
        return prices();
    }

    private Currency currency(JsonParser yaml) throws IOException {
        yaml.nextToken();
        String code = yaml.getText();
        try {
            return Currency.getInstance(code);
        } catch (IllegalArgumentException e) {
            throw wrong(yaml, "a currency of three letters such as USD or CNY", code);
        }
    }

    private void readModels(JsonParser yaml) throws IOException {
        expect(yaml, yaml.nextToken() == JsonToken.START_OBJECT, "models with their prices");
        while (yaml.nextToken() == JsonToken.FIELD_NAME) {
            String model = yaml.currentName();
            expect(yaml, yaml.nextToken() == JsonToken.START_OBJECT, "the prices of " + model);
            Map<String, BigDecimal> read = new HashMap<>();
            while (yaml.nextToken() == JsonToken.FIELD_NAME) {
                String key = yaml.currentName();
                switch (key) {
                    case "input", "output", "cached", "cache-write" -> read.put(key, amount(yaml));
                    default -> throw wrong(yaml, "one of the keys input, output, cached and cache-write", key);
                }
            }
            expect(yaml, read.containsKey("input") && read.containsKey("output"), "input and output of " + model);
            expect(yaml, models.put(model, read) == null, "each model once");
        }
    }

    private BigDecimal amount(JsonParser yaml) throws IOException {
        yaml.nextToken();
        String text = yaml.getText();
        try {
            var amount = new BigDecimal(text);
            expect(yaml, amount.signum() >= 0, "a price, not negative");
            return amount;
        } catch (NumberFormatException e) {
            throw wrong(yaml, "a price such as 1.20", text);
        }
    }

    private PriceList prices() {
        if (models.isEmpty()) {
            return PriceList.NONE;
        }
        Currency of = currency;
        if (of == null) {
            throw new AgentException(name + ": expected the key currency, such as currency: USD; found none");
        }
        Map<String, Price> prices = new LinkedHashMap<>();
        models.forEach((model, read) -> {
            BigDecimal input = read.get("input");
            prices.put(model, new Price(of, input, read.get("output"), read.getOrDefault("cached", input),
                    read.getOrDefault("cache-write", input)));
        });
        return new PriceList(prices);
    }

    private void expect(JsonParser yaml, boolean holds, String expected) throws IOException {
        if (!holds) {
            throw wrong(yaml, expected, yaml.getText());
        }
    }

    private AgentException wrong(JsonParser yaml, String expected, @Nullable String found) {
        return new AgentException(at(yaml.currentTokenLocation()) + "expected " + expected + ", found "
                + (found == null ? "nothing" : "'" + found + "'"));
    }

    private String at(@Nullable JsonLocation place) {
        return place == null ? name + ": " : name + ":" + place.getLineNr() + ":" + place.getColumnNr() + ": ";
    }
}
