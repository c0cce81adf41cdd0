package dev.qwenagent.examples.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.plan.ThinkingMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads cases: one JSON object a line, with
 *
 * <pre>
 * kind                       the category
 * think                      true or false
 * prompt                     the prompt in the model's chat format: tools, system text and one request are read from it
 * expected                   {"name": …, "arguments": {…}} for a call, a string for an answer
 * completion_llamacpp_q8_0   what llama.cpp generated; may be missing
 * </pre>
 */
public final class EvalCases {

    private static final String BUNDLED = "eval-cases.jsonl";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private EvalCases() {}

    /** The held-out cases of the demo model. */
    public static List<EvalCase> bundled() {
        try (InputStream in = EvalCases.class.getResourceAsStream(BUNDLED)) {
            if (in == null) {
                throw new AgentException("the cases " + BUNDLED + " are missing from the jar");
            }
            return read(BUNDLED, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The cases of a file.
     *
     * @throws AgentException if the file cannot be read or a line is no case, with the line and what was expected
     */
    public static List<EvalCase> of(Path file) {
        try {
            return read(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new AgentException(file + ": there is no such file; give one with a JSON object a line", e);
        } catch (IOException e) {
            throw new AgentException(file + " could not be read: " + e.getMessage(), e);
        }
    }

    private static List<EvalCase> read(String name, String text) {
        List<EvalCase> cases = new ArrayList<>();
        int line = 0;
        for (String row : text.lines().toList()) {
            line++;
            if (row.isBlank()) {
                continue;
            }
            try {
                cases.add(read(line, MAPPER.readTree(row)));
            } catch (JsonProcessingException e) {
                throw new AgentException(name + ", line " + line + ": expected a JSON object, found: "
                        + e.getOriginalMessage(), e);
            } catch (IllegalArgumentException e) {
                throw new AgentException(name + ", line " + line + ": " + e.getMessage(), e);
            }
        }
        if (cases.isEmpty()) {
            throw new AgentException(name + ": expected a JSON object a line, found no line");
        }
        return cases;
    }

    private static EvalCase read(int line, JsonNode row) {
        CasePrompt prompt = CasePrompt.parse(text(row, "prompt"));
        return new EvalCase(
                line,
                text(row, "kind"),
                thinking(row),
                prompt.system(),
                prompt.tools(),
                prompt.request(),
                expected(row.path("expected")),
                row.path("completion_llamacpp_q8_0").asText(""));
    }

    private static String text(JsonNode row, String field) {
        JsonNode value = row.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("expected \"" + field + "\" with a string, found " + found(value));
        }
        return value.textValue();
    }

    private static ThinkingMode thinking(JsonNode row) {
        JsonNode value = row.path("think");
        if (!value.isBoolean()) {
            throw new IllegalArgumentException("expected \"think\" with true or false, found " + found(value));
        }
        return value.booleanValue() ? ThinkingMode.ON : ThinkingMode.OFF;
    }

    private static EvalCase.Expected expected(JsonNode value) {
        if (value.isTextual()) {
            return new EvalCase.Expected.Answer(value.textValue());
        }
        if (value.path("name").isTextual() && value.path("arguments").isObject()) {
            return new EvalCase.Expected.Call(value.path("name").textValue(), value.path("arguments"));
        }
        throw new IllegalArgumentException("expected \"expected\" with an answer's text or with a call's name and"
                + " arguments, found " + found(value));
    }

    private static String found(JsonNode value) {
        return value.isMissingNode() ? "nothing" : value.toString();
    }
}
