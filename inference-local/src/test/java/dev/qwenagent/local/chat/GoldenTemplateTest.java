package dev.qwenagent.local.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qwenagent.local.chat.jinja.Template;
import dev.qwenagent.local.chat.jinja.TemplateException;
import dev.qwenagent.local.chat.jinja.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenTemplateTest {

    static List<GoldenChats.Case> cases() {
        return GoldenChats.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void templateRendersAsTheReferenceDoes(GoldenChats.Case golden) {
        Template template = Template.compile(GoldenChats.template(golden.template()));
        JsonNode conversation = golden.conversation();
        Map<String, Value> variables = new HashMap<>();
        for (String name : List.of("messages", "tools", "add_generation_prompt")) {
            variables.put(name, TemplateValues.from(conversation.get(name)));
        }
        conversation.get("kwargs")
                .properties()
                .forEach(extra -> variables.put(extra.getKey(), TemplateValues.from(extra.getValue())));
        if (golden.fails()) {
            String raised = golden.expected().get("error").asText();
            assertThatThrownBy(() -> template.render(variables)).isInstanceOf(TemplateException.class)
                    .hasMessageStartingWith("chat template, line ")
                    .hasMessageContaining(
                            raised.startsWith("TemplateError: ") ? raised.substring("TemplateError: ".length()) : "");
        } else {
            assertThat(template.render(variables)).isEqualTo(golden.expected().get("text").asText());
        }
    }
}
