package dev.qwenagent.tools.binding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsJsonTest {

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"a\": 1, \"b\": -20000000000000000000}",
        "{ \"text\" : \"line\\n\\\"quoted\\\" \\u0001\\\\\" }",
        "{\"n\": null, \"t\": true, \"f\": false}", "{\"x\": 1.50, \"y\": 1e3, \"z\": 1E-400}",
        "{\"list\": [1, \"two\", {\"three\": 3}], \"o\": {\"p\": [ ]}}",
        "{\"\\u20ac \\\"key\\\"\": \"\ud83d\ude00 \u20ac\"}"})
    void textIsThatOfJackson(String json) {
        var node = (ObjectNode) JsonText.parse(json);
        assertThat(ArgumentsJson.of(node)).isEqualTo(node.toString());
    }

    @Test
    void textOfAnyCharactersIsThatOfJackson() {
        var random = new Random(8);
        for (int i = 0; i < 2_000; i++) {
            int[] points = random.ints(20, 0, i % 2 == 0 ? 0x100 : 0x11000).toArray();
            String text = Arrays.stream(points)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint,
                            StringBuilder::append)
                    .toString();
            var node = (ObjectNode) JsonText.parse("{}");
            node.put(text, text);
            assertThat(ArgumentsJson.of(node)).isEqualTo(node.toString());
        }
    }
}
