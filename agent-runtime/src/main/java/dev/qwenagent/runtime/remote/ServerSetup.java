package dev.qwenagent.runtime.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.LangChain4jException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * How a server is set up in an environment, and whether it answers: for people who look for what is wrong.
 *
 * @param endpoint the server
 * @param environment the variables that its key is looked for in
 */
public record ServerSetup(Endpoint endpoint, Map<String, String> environment) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Where the key comes from: the name of the variable that holds it, or that names its file; empty if there is none.
     *
     * @throws AuthenticationException if the key, or the file that is named, is not to be used; says what to do
     */
    public Optional<String> keySource() {
        String variable = endpoint.family().keyVariable();
        String key = environment.getOrDefault(variable, "");
        if (!key.isBlank()) {
            Secret.of(key);
            return Optional.of(variable);
        }
        String file = environment.getOrDefault(variable + Keys.FILE, "");
        if (!file.isBlank()) {
            Keys.read(Path.of(file));
            return Optional.of(variable + Keys.FILE);
        }
        return Optional.empty();
    }

    /**
     * Asks the server for the names of its models, which costs nothing.
     *
     * @param patience how long the whole request may take
     * @throws LangChain4jException if it does not answer, or with a failure; says what to do
     */
    public List<String> models(Duration patience) {
        Secret key = Keys.find(endpoint.family(), environment);
        ServerFailures failures = new ServerFailures(JSON, endpoint, new Echo(key, List.of()));
        OkHttpClient client = new OkHttpClient.Builder().callTimeout(patience).followRedirects(false).build();
        Request.Builder request = new Request.Builder().url(endpoint.models().toString());
        if (key != null) {
            request.header("Authorization", key.authorization());
        }
        try (Response response = client.newCall(request.build()).execute()) {
            if (!response.isSuccessful()) {
                throw failures.of(response);
            }
            return names(response.body().string(), failures, response);
        } catch (IOException e) {
            throw failures.unreachable(e);
        } finally {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }

    private static List<String> names(String body, ServerFailures failures, Response response) {
        try {
            List<String> names = new ArrayList<>();
            for (JsonNode model : JSON.readTree(body).path("data")) {
                names.add(model.path("id").asText());
            }
            return names;
        } catch (JsonProcessingException e) {
            throw failures.notAStream(response.header("Content-Type", "something"), RequestIds.of(response));
        }
    }
}
