package dev.qwenagent.local.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qwenagent.local.chat.jinja.TemplateException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenTemplateTest {

    static List<GoldenChats.Case> cases() {
        return GoldenChats.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void templateRendersAsTheReferenceDoes(GoldenChats.Case golden) {
        ChatTemplate template = ChatTemplate.compile(GoldenChats.template(golden.template()));
        ObjectNode variables = JsonNodeFactory.instance.objectNode();
        for (String name : List.of("messages", "tools", "add_generation_prompt")) {
            variables.set(name, golden.conversation().get(name));
        }
        variables.setAll((ObjectNode) golden.conversation().get("kwargs"));
        if (golden.fails()) {
            String raised = golden.expected().get("error").asText();
            assertThatThrownBy(() -> template.renderVariables(variables)).isInstanceOf(TemplateException.class)
                    .hasMessageStartingWith("chat template, line ")
                    .hasMessageContaining(
                            raised.startsWith("TemplateError: ") ? raised.substring("TemplateError: ".length()) : "");
        } else {
            assertThat(template.renderVariables(variables).text()).isEqualTo(golden.expected().get("text").asText());
        }
    }
}
