package dev.qwenagent.runtime.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.api.plan.ThinkingMode;
import dev.qwenagent.local.chat.CallFormat;
import dev.qwenagent.runtime.remote.QwenChatModel;
import dev.qwenagent.runtime.remote.QwenChatRequestParameters;
import dev.qwenagent.runtime.remote.ServerFamily;
import dev.qwenagent.runtime.remote.ThoughtOpening;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelNameTest {

    @Test
    void namesSayWhereTheModelIs() {
        assertThat(ModelName.parse("demo")).isEqualTo(new ModelName.Demo());
        assertThat(ModelName.parse("models/a.gguf")).isEqualTo(new ModelName.File(Path.of("models/a.gguf")));
        assertThat(ModelName.parse("a.gguf")).isEqualTo(new ModelName.File(Path.of("a.gguf")));
        assertThat(ModelName.parse("qwen:qwen3-max")).isEqualTo(new ModelName.Qwen("qwen3-max"));
        assertThat(ModelName.parse("openai:http://localhost:8000/v1#a/b"))
                .isEqualTo(server(ServerFamily.CHAT_TEMPLATE));
        assertThat(ModelName.parse("openai+xml:http://localhost:8000/v1#a/b"))
                .isEqualTo(new ModelName.OpenAiText(server(ServerFamily.CHAT_TEMPLATE), CallFormat.XML,
                        ThoughtOpening.BY_MODEL));
    }

    @ParameterizedTest
    @EnumSource(names = "MODEL_STUDIO", mode = EnumSource.Mode.EXCLUDE)
    void kindOfTheServerStandsInFrontOfItsAddress(ServerFamily family) {
        String address = "http://localhost:8000/v1#a/b";
        assertThat(ModelName.parse(family.prefix() + ":" + address)).isEqualTo(server(family));
        assertThat(ModelName.parse(family.prefix() + "+react:" + address))
                .isEqualTo(new ModelName.OpenAiText(server(family), CallFormat.REACT, ThoughtOpening.BY_MODEL));
        assertThat(ModelName.parse(family.prefix() + "+json+thought:" + address))
                .isEqualTo(new ModelName.OpenAiText(server(family), CallFormat.JSON, ThoughtOpening.BY_PROMPT));
        assertThatThrownBy(() -> ModelName.parse(family.prefix() + ":localhost")).isInstanceOf(AgentException.class)
                .hasMessageContaining("expected " + family.prefix() + ":URL#NAME");
    }

    private static ModelName.OpenAi server(ServerFamily family) {
        return new ModelName.OpenAi(family, URI.create("http://localhost:8000/v1"), "a/b");
    }

    @Test
    void modelInHandIsToldToThinkAndLeavesRetriesToTheAgent() {
        try (QwenChatModel qwen = QwenChatModel.builder()
                .environment(Map.of("DASHSCOPE_API_KEY", "sk-1"))
                .modelName("qwen3-max")
                .build()) {
            AgentModel model = AgentModel.of("mine", qwen);
            assertThat(model.style().parameters(ThinkingMode.OFF, GenerationSettings.DEFAULT))
                    .isEqualTo(QwenChatRequestParameters.builder()
                            .thinking(QwenChatRequestParameters.Thinking.OFF)
                            .build());
            assertThat(model.contextTokens()).isEqualTo(262_144);
            assertThat(model.profile()).isEqualTo(ModelProfile.remote("mine"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen3-max", "qwen:", "openai:", "openai:localhost#x", "openai:http://localhost",
        "openai:http://a b#c", "openai+yaml:http://localhost/v1#x", "openai+thought:http://localhost/v1#x",
        "openai+json:http://localhost", ""})
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
