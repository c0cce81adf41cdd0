package dev.qwenagent.examples.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.local.LocalModelException;
import dev.qwenagent.local.chat.ChatTemplate;
import dev.qwenagent.local.chat.jinja.TemplateException;

/**
 * Messages in OpenAI's form under a chat template. There the arguments of a call are a text that spells an object; some
 * templates write such a text out, others refuse it and want the object.
 */
final class OpenAiMessages {

    private OpenAiMessages() {}

    /**
     * Makes sure that a list holds messages.
     *
     * @param where what named the list
     * @throws UsageException if one of them is none; says which, and why
     */
    static void check(String where, JsonNode messages) {
        int number = 0;
        for (JsonNode message : messages) {
            number++;
            String each = where + ": message " + number + ": expected ";
            if (!message.isObject()) {
                throw new UsageException(each + "a JSON object, found " + message);
            }
            if (!message.path("role").isTextual()) {
                throw new UsageException(each + "\"role\" to be a text, found " + Json.shown(message.get("role")));
            }
            JsonNode content = message.path("content");
            if (!content.isMissingNode() && !content.isNull() && !content.isTextual() && !content.isArray()) {
                throw new UsageException(each + "\"content\" to be a text or a list of parts, found " + content);
            }
            if (message.has("tool_calls") && !message.get("tool_calls").isArray()) {
                throw new UsageException(each + "\"tool_calls\" to be a list, found " + message.get("tool_calls"));
            }
        }
    }

    /**
     * Renders the messages as they are.
     *
     * @throws TemplateException if the template refuses them
     * @throws LocalModelException if it refuses them, and would not if arguments were objects in the place of texts
     */
    static String render(ChatTemplate template, ObjectNode variables) {
        try {
            return template.renderVariables(variables).text();
        } catch (TemplateException refused) {
            ObjectNode spelled = variables.deepCopy();
            if (spellOut(spelled) && renders(template, spelled)) {
                throw new LocalModelException(
                        refused.getMessage() + "; this template takes the arguments of a call as an"
                                + " object, write {\"a\": 1} in the place of \"{\\\"a\\\": 1}\"",
                        refused);
            }
            throw refused;
        }
    }

    private static boolean renders(ChatTemplate template, ObjectNode variables) {
        try {
            template.renderVariables(variables);
            return true;
        } catch (TemplateException refused) {
            return false;
        }
    }

    /** Turns arguments that are text into objects; tells whether there were any. */
    private static boolean spellOut(ObjectNode variables) {
        boolean any = false;
        for (JsonNode message : variables.path("messages")) {
            for (JsonNode call : message.path("tool_calls")) {
                JsonNode function = call.has("function") ? call.get("function") : call;
                if (function instanceof ObjectNode fields && fields.path("arguments").isTextual()) {
                    any |= spellOut(fields, fields.get("arguments").textValue());
                }
            }
        }
        return any;
    }

    private static boolean spellOut(ObjectNode function, String arguments) {
        try {
            JsonNode object = Json.parse(arguments);
            if (object.isObject()) {
                function.set("arguments", object);
                return true;
            }
        } catch (IllegalArgumentException noJson) {
            return false;
        }
        return false;
    }
}
