package dev.qwenagent.runtime.remote;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.TimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServerSetupTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort());

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private ServerSetup setup(Map<String, String> environment) {
        return new ServerSetup(new Endpoint(URI.create(server.baseUrl() + "/v1"), ServerFamily.MODEL_STUDIO),
                environment);
    }

    private void answers(ResponseDefinitionBuilder answer) {
        server.stubFor(get(urlEqualTo("/v1/models")).willReturn(answer));
    }

    @Test
    void keyIsNamedByWhereItComesFromAndNotShown() {
        assertThat(setup(Map.of()).keySource()).isEmpty();
        assertThat(setup(Map.of("DASHSCOPE_API_KEY", "sk-1")).keySource()).contains("DASHSCOPE_API_KEY");
        assertThatThrownBy(() -> setup(Map.of("DASHSCOPE_API_KEY", "sk 1")).keySource())
                .isInstanceOf(AuthenticationException.class)
                .hasMessageNotContaining("sk 1");
        assertThatThrownBy(() -> setup(Map.of("DASHSCOPE_API_KEY_FILE", "/no/such/file")).keySource())
                .hasMessageContaining("/no/such/file");
    }

    @Test
    void modelsAreListedByName() {
        answers(aResponse().withBody("{\"object\":\"list\",\"data\":[{\"id\":\"qwen3-max\"},{\"id\":\"qwq-plus\"}]}"));
        assertThat(setup(Map.of("DASHSCOPE_API_KEY", "sk-1")).models(PATIENCE)).containsExactly("qwen3-max",
                "qwq-plus");
    }

    @Test
    void failuresAreThoseOfAnyRequest() {
        ServerSetup setup = setup(Map.of("DASHSCOPE_API_KEY", "sk-12345678"));
        answers(aResponse().withStatus(401).withBody("{\"error\":{\"message\":\"bad key sk-12345678\"}}"));
        assertThatThrownBy(() -> setup.models(PATIENCE)).isInstanceOf(AuthenticationException.class)
                .hasMessageContaining("check DASHSCOPE_API_KEY")
                .hasMessageNotContaining("sk-12345678");
        answers(aResponse().withHeader("Content-Type", "text/html").withBody("<html>"));
        assertThatThrownBy(() -> setup.models(PATIENCE)).isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("text/html");
        answers(aResponse().withFixedDelay(30_000));
        assertThatThrownBy(() -> setup.models(Duration.ofMillis(200))).isInstanceOf(TimeoutException.class);
    }
}
