package dev.qwenagent.runtime.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A Qwen model behind HTTP, as a LangChain4j model that streams; {@link #blocking()} is the same model for whole replies.
 * (LangChain4j's two interfaces give {@code chat} different results, so no class can be both.)
 * <p>
 * {@link #doChat} blocks the caller's thread until the reply is complete, and calls the handler on it. An interrupt of that
 * thread ends the call at once: the handler gets a {@link CancellationException} and the thread stays interrupted. So does
 * {@code StreamingHandle.cancel()}, after which the handler is not called again. Every failure goes to the handler's
 * {@code onError}, as the LangChain4j exception that says whether trying again can help; a reply that broke off is a failure,
 * never a short answer. The model itself never tries again. Safe for use by several threads.
 */
public final class QwenChatModel implements StreamingChatModel, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final OkHttpClient client;
    private final QwenChatModelBuilder.ClientOwner clientOwner;
    private final Endpoint endpoint;
    private final @Nullable Secret key;
    private final QwenChatRequestParameters defaults;
    private final List<ChatModelListener> listeners;
    private final RequestJson requests;
    private final ServerFailures failures;

    QwenChatModel(QwenChatModelBuilder.Settings settings) {
        this.client = settings.client();
        this.clientOwner = settings.clientOwner();
        this.endpoint = settings.endpoint();
        this.key = settings.key();
        this.defaults = settings.defaults();
        this.listeners = settings.listeners();
        this.requests = new RequestJson(JSON, endpoint.family());
        this.failures = new ServerFailures(JSON, endpoint, key);
    }

    /** A builder for Model Studio, with the address and the key from the environment. */
    public static QwenChatModelBuilder builder() {
        return new QwenChatModelBuilder();
    }

    /** The same model as one that returns whole replies. It throws what {@link #doChat} gives to {@code onError}. */
    public ChatModel blocking() {
        return new WholeReplyModel(this);
    }

    /** Where requests go. */
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public QwenChatRequestParameters defaultRequestParameters() {
        return defaults;
    }

    @Override
    public List<ChatModelListener> listeners() {
        return listeners;
    }

    /** {@link ModelProvider#OTHER}: LangChain4j knows no provider of that name. */
    @Override
    public ModelProvider provider() {
        return ModelProvider.OTHER;
    }

    /** Replies that follow a JSON schema; which models can is the server's to say. */
    @Override
    public Set<Capability> supportedCapabilities() {
        return Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        ReplyAssembly reply;
        try {
            Request call = httpRequest(requests.body(request));
            try (EventStream stream = EventStream.open(client.newCall(call), this::otherAnswer)) {
                reply = new ReplyAssembly(handler, stream);
                follow(stream, reply);
                if (stream.isCancelled()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            handler.onError(new CancellationException("the request to " + endpoint.title() + " was interrupted"));
            return;
        } catch (RuntimeException e) {
            handler.onError(e);
            return;
        }
        reply.complete();
    }

    private Request httpRequest(ObjectNode body) {
        Request.Builder request = new Request.Builder()
                .url(endpoint.chatCompletions().toString())
                .header("Accept", "text/event-stream")
                .post(new OneShotJson(body));
        if (key != null) {
            request.header("Authorization", key.authorization());
        }
        return request.build();
    }

    /** Takes events until the reply is complete or cancelled; throws if it is neither. */
    private void follow(EventStream stream, ReplyAssembly reply) throws InterruptedException {
        for (int events = 0;; events++) {
            switch (stream.next()) {
                case EventStream.Item.Data(String data) -> reply.accept(chunk(data, events + 1, reply));
                case EventStream.Item.Done() -> {
                    return;
                }
                case EventStream.Item.End() -> {
                    if (stream.isCancelled() || reply.isFinished()) {
                        return;
                    }
                    throw failures.cut(reply.progress(), null);
                }
                case EventStream.Item.Failed(Exception cause) -> {
                    if (reply.isFinished()) {
                        return;
                    }
                    throw failure(cause, events, reply);
                }
            }
        }
    }

    private JsonNode chunk(String data, int event, ReplyAssembly reply) {
        JsonNode chunk;
        try {
            chunk = JSON.readTree(data);
        } catch (JsonProcessingException e) {
            throw failures.malformed(event, data.length(), reply.progress());
        }
        if (chunk.hasNonNull("error")) {
            throw failures.inStream(chunk);
        }
        return chunk;
    }

    private RuntimeException failure(Exception cause, int events, ReplyAssembly reply) {
        return switch (cause) {
            case RuntimeException failure -> failure;
            case IOException broken when events == 0 -> failures.unreachable(broken);
            case IOException broken -> failures.cut(reply.progress(), broken);
            default -> new LangChain4jException(cause);
        };
    }

    /** A whole answer in JSON, which some servers give though asked to stream; all else is a failure. */
    private String otherAnswer(Response response) throws IOException {
        if (!response.isSuccessful()) {
            throw failures.of(response);
        }
        String type = response.header("Content-Type", "");
        if (!type.startsWith("application/json")) {
            throw failures.notAStream(type);
        }
        return response.body().string();
    }

    /** Gives back the model's connections, and ends the calls under way; a client that was handed in stays as it is. */
    @Override
    public void close() {
        switch (clientOwner) {
            case MODEL -> {
                client.dispatcher().cancelAll();
                client.dispatcher().executorService().shutdown();
                client.connectionPool().evictAll();
            }
            case CALLER -> {
            }
        }
    }

    /** Names the model and the server, and no key. */
    @Override
    public String toString() {
        return "QwenChatModel[" + defaults.modelName() + " at " + endpoint.title() + "]";
    }
}
