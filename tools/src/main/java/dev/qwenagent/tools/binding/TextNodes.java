package dev.qwenagent.tools.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** The tree of a text, and the tree inside of a text. */
final class TextNodes {

    private TextNodes() {}

    static JsonNode text(String text) {
        return JsonNodeFactory.instance.textNode(text);
    }

    /**
     * What was meant by JSON that was put in quotes as a whole, a common slip of models.
     *
     * @param opening how the wanted JSON begins
     * @return the inner JSON, or the argument if it is not such a text
     */
    static JsonNode unquoted(JsonNode json, char opening) {
        if (!json.isTextual() || json.textValue().isBlank() || json.textValue().strip().charAt(0) != opening) {
            return json;
        }
        try {
            return JsonText.parse(json.textValue());
        } catch (BindingException e) {
            return json;
        }
    }
}
