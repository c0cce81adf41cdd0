package dev.qwenagent.examples.cli.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.cli.shell.UsageException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** JSON in and out: numbers stay what they are, and text is UTF-8 whatever the terminal. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    static ArrayNode array(int[] numbers) {
        ArrayNode array = MAPPER.createArrayNode();
        for (int number : numbers) {
            array.add(number);
        }
        return array;
    }

    /** A text that is JSON. */
    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("expected JSON, found " + text, e);
        }
    }

    /**
     * Reads a file.
     *
     * @param option the flag that named it
     * @throws UsageException if it cannot be read or is no JSON, with the place
     */
    static JsonNode read(Shell shell, String option, Path file) {
        String where = option + " " + file;
        try {
            return MAPPER.readTree(Files.readString(shell.folders().working().resolve(file)));
        } catch (NoSuchFileException e) {
            throw new UsageException(where + ": there is no such file", e);
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
            throw new UsageException(where + ": expected JSON; " + reason(e) + place, e);
        } catch (CharacterCodingException e) {
            throw new UsageException(where + ": expected JSON; the file is no text in UTF-8", e);
        } catch (IOException e) {
            throw new UsageException(where + ": the file cannot be read: " + e, e);
        }
    }

    private static String reason(JsonProcessingException failure) {
        return switch (failure) {
            case JsonEOFException _ -> "it ends too soon";
            case MismatchedInputException _ -> "there is more behind its end";
            default -> failure.getOriginalMessage();
        };
    }

    /** A value as an error shows it. */
    static String shown(@Nullable JsonNode value) {
        return value == null || value.isMissingNode() ? "nothing" : value.toString();
    }

    /** What sort of value it is, as an error says it. */
    static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case MISSING -> "nothing";
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN, NULL, BINARY, POJO -> value.toString();
        };
    }

    /** Writes a value as a line on standard output. */
    static void print(Shell shell, JsonNode value) {
        shell.out().writeBytes((value + "\n").getBytes(StandardCharsets.UTF_8));
        shell.out().flush();
    }
}
