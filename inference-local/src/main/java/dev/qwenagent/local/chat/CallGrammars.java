package dev.qwenagent.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.qwenagent.local.chat.jinja.JsonText;
import dev.qwenagent.local.grammar.Fragment;
import dev.qwenagent.local.grammar.Layout;
import dev.qwenagent.local.grammar.SchemaRules;
import dev.qwenagent.local.grammar.UnsupportedSchemaException;
import dev.qwenagent.local.grammar.ValueEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What may stand in a call: the name of a tool that there is, and arguments that fit its schema. */
final class CallGrammars {

    private static final SchemaRules ANYTHING = new SchemaRules(Layout.SPACED, SchemaRules.Undeclared.ALLOWED);
    private static final ObjectNode ANY_OBJECT = JsonNodeFactory.instance.objectNode().put("type", "object");
    private static final ValueEnd VALUE_END = new ValueEnd("\n" + XmlCall.PARAMETER_END,
            List.of(XmlCall.PARAMETER_END), List.of(XmlCall.PARAMETER));

    /** What of a tool's parameters can be said in XML besides the parameters themselves. */
    private static final Set<String> SAID_IN_XML = Set.of("type", "properties", "required", "description", "title",
            "$defs",
            "definitions", "additionalProperties", "$schema", "$id", "$comment", "default", "examples");

    private final ReplyRules rules;
    private final Consumer<String> unheld;

    /**
     * The calls of a reply.
     *
     * @param rules the form and the tools
     * @param unheld told of each schema that cannot be held to
     */
    CallGrammars(ReplyRules rules, Consumer<String> unheld) {
        this.rules = rules;
        this.unheld = unheld;
    }

    /** The text between the opening tag of a call and the closing one, which is left out. */
    Fragment betweenTags() {
        List<Fragment> options = new ArrayList<>();
        for (ToolSpecification tool : rules.tools()) {
            options.add(switch (rules.format()) {
                case JSON, REACT -> Fragment.sequence(List.of(
                        Fragment.text(JsonText.quoted(tool.name()) + ", \"arguments\": "), arguments(tool)));
                case XML -> Fragment.sequence(List.of(Fragment.text(tool.name() + ">\n"), parameters(tool)));
            });
        }
        return switch (rules.format()) {
            case JSON, REACT -> Fragment.sequence(List.of(Fragment.text("\n{\"name\": "), Fragment.choice(options),
                    Fragment.text("}\n")));
            case XML -> Fragment.sequence(List.of(Fragment.text("\n" + XmlCall.OPENING), Fragment.choice(options),
                    Fragment.text(XmlCall.CLOSING + "\n")));
        };
    }

    /** The rest of a call in XML without tags around it, from behind its name on. */
    Fragment afterName(ToolSpecification tool) {
        return Fragment.sequence(List.of(Fragment.text("\n"), parameters(tool), Fragment.text(XmlCall.CLOSING)));
    }

    private Fragment arguments(ToolSpecification tool) {
        try {
            return Fragment.json(schema(tool), SchemaRules.toolArguments());
        } catch (UnsupportedSchemaException refused) {
            unheld.accept("the arguments of " + tool.name() + ": " + refused.getMessage());
            return Fragment.json(ANY_OBJECT, ANYTHING);
        }
    }

    private static JsonNode schema(ToolSpecification tool) {
        return ToolJson.function(tool).get("function").get("parameters");
    }

    private Fragment parameters(ToolSpecification tool) {
        JsonNode schema = schema(tool);
        schema.fieldNames().forEachRemaining(keyword -> {
            if (!SAID_IN_XML.contains(keyword)) {
                unheld.accept("the parameters of " + tool.name() + ": \"" + keyword + "\" cannot be held to in XML");
            }
        });
        List<Fragment> parts = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(name -> {
            Fragment parameter = Fragment.sequence(List.of(Fragment.text(XmlCall.PARAMETER + name + ">\n"),
                    value(tool, schema, name), Fragment.text("\n")));
            parts.add(isRequired(schema, name) ? parameter : Fragment.optional(parameter));
        });
        return Fragment.sequence(parts);
    }

    private static boolean isRequired(JsonNode schema, String name) {
        for (JsonNode required : schema.path("required")) {
            if (required.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private Fragment value(ToolSpecification tool, JsonNode schema, String name) {
        // References in the parameter's schema are about the whole one, so that has to stand at the root.
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        String step = name.replace("~", "~0").replace("/", "~1").replace("%", "%25");
        whole.put("$ref", "#/parameters/properties/" + step);
        whole.set("parameters", schema);
        whole.set("$defs",
                schema.path("$defs").isObject() ? schema.get("$defs") : JsonNodeFactory.instance.objectNode());
        try {
            return Fragment.value(whole, SchemaRules.toolArguments(), VALUE_END);
        } catch (UnsupportedSchemaException refused) {
            unheld.accept("the parameter " + name + " of " + tool.name() + ": " + refused.getMessage());
            return Fragment.value(JsonNodeFactory.instance.objectNode(), ANYTHING, VALUE_END);
        }
    }
}
