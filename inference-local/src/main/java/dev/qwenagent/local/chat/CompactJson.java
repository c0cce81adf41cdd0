package dev.qwenagent.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qwenagent.local.chat.jinja.JsonText;

/**
 * Writes a JSON tree without white space, numbers as they were read. It stands in for Jackson's own writer, whose set-up
 * takes longer than a short generation.
 */
final class CompactJson {

    private CompactJson() {}

    static String of(JsonNode value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(JsonNode value, StringBuilder out) {
        switch (value.getNodeType()) {
            case OBJECT -> {
                String separator = "{";
                for (var field : value.properties()) {
                    out.append(separator).append(JsonText.quoted(field.getKey())).append(':');
                    write(field.getValue(), out);
                    separator = ",";
                }
                out.append(value.isEmpty() ? "{}" : "}");
            }
            case ARRAY -> {
                String separator = "[";
                for (JsonNode item : value) {
                    out.append(separator);
                    write(item, out);
                    separator = ",";
                }
                out.append(value.isEmpty() ? "[]" : "]");
            }
            case STRING, BINARY, POJO -> out.append(JsonText.quoted(value.asText()));
            case NUMBER, BOOLEAN -> out.append(value.asText());
            case NULL, MISSING -> out.append("null");
        }
    }
}
