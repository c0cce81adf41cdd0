package dev.qwenagent.runtime.remote;

import dev.langchain4j.data.message.ContentType;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.qwenagent.runtime.retry.RetryPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link QwenChatModel} is made of. Not thread-safe. */
public final class QwenChatModelBuilder {

    /** Who made the HTTP client, and so closes it. */
    enum ClientOwner {
        MODEL,
        CALLER
    }

    /** What a model is made of. */
    record Settings(
            OkHttpClient client,
            ClientOwner clientOwner,
            Endpoint endpoint,
            @Nullable Secret key,
            QwenChatRequestParameters defaults,
            List<ChatModelListener> listeners,
            @Nullable Set<ContentType> takes,
            Map<String, String> headers,
            Bounds bounds) {

        Settings with(RetryPolicy retries) {
            return new Settings(client, ClientOwner.CALLER, endpoint, key, defaults, listeners, takes, headers,
                    new Bounds(retries, bounds.longestReply()));
        }
    }

    /**
     * How far one call may go beyond time.
     *
     * @param retries when it is made again
     * @param longestReply characters of all events of a reply together
     */
    record Bounds(RetryPolicy retries, long longestReply) {}

    /** A reply of 128 thousand tokens has less than a million; a spoken answer of an hour has less than this. */
    private static final long LONGEST_REPLY = 256L << 20;

    private @Nullable Endpoint endpoint;
    private @Nullable Secret key;
    private Map<String, String> environment = System.getenv();
    private String modelName = "qwen-plus";
    private QwenChatRequestParameters defaults = QwenChatRequestParameters.builder().build();
    private @Nullable OkHttpClient client;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration readTimeout = Duration.ofMinutes(2);
    private Duration callTimeout = Duration.ofMinutes(30);
    private final List<ChatModelListener> listeners = new ArrayList<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable Set<ContentType> takes;
    private RetryPolicy retries = RetryPolicy.DEFAULT;
    private long longestReply = LONGEST_REPLY;

    QwenChatModelBuilder() {}

    /** The server; if none is set, Model Studio as {@link Endpoint#modelStudio(Map)} finds it. */
    public QwenChatModelBuilder endpoint(Endpoint value) {
        this.endpoint = value;
        return this;
    }

    /** The key; if none is set, it is looked for in the environment. */
    public QwenChatModelBuilder apiKey(Secret value) {
        this.key = value;
        return this;
    }

    /**
     * The key as the only text of a file that nobody but its owner may use.
     *
     * @throws AuthenticationException if the file cannot be read, may be used by others, or holds no key
     */
    public QwenChatModelBuilder apiKeyFile(Path file) {
        this.key = Keys.read(file);
        return this;
    }

    /** The variables to look for the address and the key in; those of the process if not set. */
    public QwenChatModelBuilder environment(Map<String, String> variables) {
        this.environment = Map.copyOf(variables);
        return this;
    }

    /** The model's name at the server, such as {@code qwen3-max}; {@code qwen-plus} if not set. */
    public QwenChatModelBuilder modelName(String value) {
        this.modelName = value;
        return this;
    }

    /** What requests ask for that do not say otherwise; usually {@link QwenChatRequestParameters}. */
    public QwenChatModelBuilder defaultRequestParameters(ChatRequestParameters parameters) {
        this.defaults = QwenChatRequestParameters.from(parameters);
        return this;
    }

    /** How long to wait for a connection; 10 seconds if not set. */
    public QwenChatModelBuilder connectTimeout(Duration value) {
        this.connectTimeout = value;
        return this;
    }

    /** How long to wait for the next piece of a reply; 2 minutes if not set. */
    public QwenChatModelBuilder readTimeout(Duration value) {
        this.readTimeout = value;
        return this;
    }

    /** How long a whole call may take; 30 minutes if not set, zero for no bound. */
    public QwenChatModelBuilder callTimeout(Duration value) {
        this.callTimeout = value;
        return this;
    }

    /**
     * When a request that failed is made again; {@link RetryPolicy#DEFAULT} if not set. It is never made again once the
     * handler has been told a piece of its reply. An agent tries again by itself, and takes the model without.
     */
    public QwenChatModelBuilder retries(RetryPolicy value) {
        this.retries = value;
        return this;
    }

    /** Characters that the events of one reply may have together; 256 million if not set. A longer one is a failure. */
    public QwenChatModelBuilder longestReply(long characters) {
        this.longestReply = characters;
        return this;
    }

    /**
     * The kinds of content that the model reads; a request with another is refused before it is sent. If not set, what
     * {@link KnownModel} says of a model of Model Studio, and everything on other servers.
     */
    public QwenChatModelBuilder takes(ContentType... kinds) {
        this.takes = Set.of(kinds);
        return this;
    }

    /**
     * A header that goes with every request, for what has no method here, such as {@code X-DashScope-DataInspection}.
     *
     * @throws IllegalArgumentException if it is {@code Authorization}: a key is a {@link Secret}, see {@link #apiKey}
     */
    public QwenChatModelBuilder header(String name, String value) {
        if (name.equalsIgnoreCase("Authorization")) {
            throw new IllegalArgumentException("expected a header other than Authorization; give the key by apiKey");
        }
        this.headers.put(name, value);
        return this;
    }

    /** A client whose connections and threads are to be shared; its owner closes it. If none is set, the model has its own. */
    public QwenChatModelBuilder client(OkHttpClient shared) {
        this.client = shared;
        return this;
    }

    /** Is told of each request, response and error. */
    public QwenChatModelBuilder listener(ChatModelListener listener) {
        this.listeners.add(listener);
        return this;
    }

    /**
     * The model.
     *
     * @throws AuthenticationException if the server needs a key and none was found; says which variable to set
     * @throws IllegalArgumentException if the environment names a server by what is no address
     */
    public QwenChatModel build() {
        Endpoint server = endpoint == null ? Endpoint.modelStudio(environment) : endpoint;
        Secret found = key == null ? Keys.find(server.family(), environment) : key;
        OkHttpClient.Builder http = client == null ? new OkHttpClient.Builder() : client.newBuilder();
        http.connectTimeout(connectTimeout)
                .readTimeout(readTimeout)
                .callTimeout(callTimeout)
                // A redirect is an address to correct, not one to send a key to.
                .followRedirects(false)
                .followSslRedirects(false);
        return new QwenChatModel(new Settings(
                http.build(),
                client == null ? ClientOwner.MODEL : ClientOwner.CALLER,
                server,
                found,
                QwenChatRequestParameters.builder().modelName(modelName).overrideWith(defaults).build(),
                List.copyOf(listeners),
                takes,
                Map.copyOf(headers),
                new Bounds(retries, longestReply)));
    }
}
