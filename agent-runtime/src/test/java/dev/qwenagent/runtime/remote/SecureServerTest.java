package dev.qwenagent.runtime.remote;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static dev.qwenagent.runtime.remote.ChatServer.events;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.langchain4j.exception.NonRetriableException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over TLS: HTTP/2 where the server has it, one connection for many streams, and no way past a certificate. */
class SecureServerTest {

    private final WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort().dynamicHttpsPort());
    private final List<Protocol> protocols = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        server.start();
        server.stubFor(post(urlEqualTo("/v1/chat/completions"))
                .willReturn(ChatServer.stream(events("stop", "{\"content\":\"Hello\"}"))));
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private QwenChatModelBuilder builder() {
        return QwenChatModel.builder()
                .endpoint(Endpoint.openAi(URI.create("https://localhost:" + server.httpsPort() + "/v1")))
                .environment(Map.of());
    }

    @Test
    void streamsShareOneConnectionOfHttp2() throws GeneralSecurityException {
        OkHttpClient client = trusting();
        try (QwenChatModel model = builder().client(client).build()) {
            for (int i = 0; i < 3; i++) {
                assertThat(ChatServer.ask(model).response().aiMessage().text()).isEqualTo("Hello");
            }
        }
        assertThat(protocols).containsExactly(Protocol.HTTP_2, Protocol.HTTP_2, Protocol.HTTP_2);
        assertThat(client.connectionPool().connectionCount()).isEqualTo(1);
        client.connectionPool().evictAll();
    }

    @Test
    void unknownCertificateIsRefusedAndNotTriedAgain() {
        try (QwenChatModel model = builder().build()) {
            assertThat(ChatServer.ask(model).error()).isInstanceOf(NonRetriableException.class)
                    .hasMessageContainingAll("no safe connection", "check the server's certificate");
        }
        assertThat(server.getAllServeEvents()).isEmpty();
    }

    /** A client that takes the test server's own certificate, and keeps by which protocol each answer came. */
    private OkHttpClient trusting() throws GeneralSecurityException {
        X509TrustManager everybody = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[]{everybody}, new SecureRandom());
        return new OkHttpClient.Builder()
                .sslSocketFactory(context.getSocketFactory(), everybody)
                .hostnameVerifier((host, session) -> true)
                .addNetworkInterceptor(chain -> {
                    var response = chain.proceed(chain.request());
                    protocols.add(response.protocol());
                    return response;
                })
                .build();
    }
}
