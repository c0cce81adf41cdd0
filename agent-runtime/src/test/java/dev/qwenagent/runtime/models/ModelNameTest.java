package dev.qwenagent.runtime.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.local.chat.CallFormat;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelNameTest {

    @Test
    void namesSayWhereTheModelIs() {
        assertThat(ModelName.parse("demo")).isEqualTo(new ModelName.Demo());
        assertThat(ModelName.parse("models/a.gguf")).isEqualTo(new ModelName.File(Path.of("models/a.gguf")));
        assertThat(ModelName.parse("a.gguf")).isEqualTo(new ModelName.File(Path.of("a.gguf")));
        assertThat(ModelName.parse("qwen:qwen3-max")).isEqualTo(new ModelName.Qwen("qwen3-max"));
        assertThat(ModelName.parse("openai:http://localhost:8000/v1#a/b"))
                .isEqualTo(new ModelName.OpenAi(URI.create("http://localhost:8000/v1"), "a/b"));
        assertThat(ModelName.parse("openai+xml:http://localhost:8000/v1#a/b"))
                .isEqualTo(new ModelName.OpenAiText(URI.create("http://localhost:8000/v1"), "a/b", CallFormat.XML));
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen3-max", "qwen:", "openai:", "openai:localhost#x", "openai:http://localhost",
        "openai:http://a b#c", "openai+yaml:http://localhost/v1#x", "openai+json:http://localhost", ""})
    void otherNamesAreRefusedWithWhatWasExpected(String name) {
        assertThatThrownBy(() -> ModelName.parse(name)).isInstanceOf(AgentException.class)
                .hasMessageContaining("openai:");
    }

    @Test
    void addressWithAPasswordIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> Models.open("openai:http://ana:pa55@localhost/v1#x"))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("no user name or password")
                .hasMessageNotContaining("pa55");
        assertThatThrownBy(() -> Models.open("openai:http://ana:pa55@localhost/v1")).isInstanceOf(AgentException.class)
                .hasMessageNotContaining("pa55");
    }
}
