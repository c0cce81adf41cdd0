package dev.qwenagent.runtime.remote;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.qwenagent.runtime.retry.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import okhttp3.Request;

/**
 * A Qwen model behind HTTP, as a LangChain4j model that streams; {@link #blocking()} is the same model for whole replies.
 * (LangChain4j's two interfaces give {@code chat} different results, so no class can be both.)
 * <p>
 * {@link #doChat} blocks the caller's thread until the reply is complete, and calls the handler on it. An interrupt of that
 * thread ends the call at once: the handler gets a {@link CancellationException} and the thread stays interrupted. So does
 * {@code StreamingHandle.cancel()}, after which the handler is not called again. Every failure goes to the handler's
 * {@code onError}, as the LangChain4j exception that says whether trying again can help; a reply that broke off is a failure,
 * never a short answer, and {@link IncompleteReply} has what had arrived of it.
 * <p>
 * A request is made again as {@link RetryPolicy} says, as long as the handler has heard nothing of its reply. After the first
 * piece it is not: a handler cannot take back what it was told, and would hear it twice. Whoever can take it back, such as an
 * agent, which voids the pieces by an event, tries again from outside. Listeners hear of one request and of how it ended,
 * however often it was made.
 * <p>
 * A thinking budget that the server does not know is held here: at the first piece of thought past our estimate of its tokens
 * the stream is cut, the thought so far stays in the reply, and the answer is asked for without thinking, the thought given
 * along. Its usage counts what was cut by that estimate. Safe for use by several threads.
 */
public final class QwenChatModel implements StreamingChatModel, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final QwenChatModelBuilder.Settings settings;
    private final RequestJson requests;

    QwenChatModel(QwenChatModelBuilder.Settings settings) {
        this.settings = settings;
        this.requests = new RequestJson(JSON, settings.endpoint().family());
    }

    /** A builder for Model Studio, with the address and the key from the environment. */
    public static QwenChatModelBuilder builder() {
        return new QwenChatModelBuilder();
    }

    /** The same model as one that returns whole replies. It throws what {@link #doChat} gives to {@code onError}. */
    public ChatModel blocking() {
        return new WholeReplyModel(this);
    }

    /** The same model over the same connections, which this one closes, with requests made again as the policy says. */
    public QwenChatModel withRetries(RetryPolicy policy) {
        return new QwenChatModel(settings.with(policy));
    }

    /** Where requests go. */
    public Endpoint endpoint() {
        return settings.endpoint();
    }

    @Override
    public QwenChatRequestParameters defaultRequestParameters() {
        return settings.defaults();
    }

    @Override
    public List<ChatModelListener> listeners() {
        return settings.listeners();
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
        CallInProgress call = new CallInProgress();
        Exchange exchange;
        try {
            exchange = answered(request, handler, call);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            handler.onError(new CancellationException(
                    "the request to " + settings.endpoint().title() + " was interrupted"));
            return;
        } catch (RuntimeException e) {
            handler.onError(e);
            return;
        }
        if (!call.isCancelled()) {
            exchange.reply().complete(exchange.requestId());
        }
    }

    /** The exchange that ended in a complete reply, or in the call's being cancelled. */
    private Exchange answered(ChatRequest request, StreamingChatResponseHandler handler, CallInProgress call)
            throws InterruptedException {
        QwenChatRequestParameters parameters = QwenChatRequestParameters.from(request.parameters());
        BudgetedThinking thinking = new BudgetedThinking(settings.endpoint(), parameters);
        Exchange first = completed(
                request, () -> new ReplyAssembly(handler, call, thinking.budget()), call);
        if (!first.reply().isCutShort() || call.isCancelled()) {
            return first;
        }
        ChatRequest second = thinking.askingForTheAnswer(request, first.reply().thinking());
        Exchange answer = completed(second, () -> thinking.continued(handler, call, first.reply()), call);
        thinking.account(first.reply(), answer.reply());
        return answer;
    }

    /** Makes the request, again if it fails before anything of its reply was told. */
    private Exchange completed(ChatRequest request, ReplyAssembly.Source replies, CallInProgress call)
            throws InterruptedException {
        Request http = httpRequest(requests.body(request, known(request.parameters().modelName())));
        ServerFailures failures = new ServerFailures(JSON, settings.endpoint(),
                new Echo(settings.key(), request.messages()));
        Duration paused = Duration.ZERO;
        for (int retries = 0;; retries++) {
            Exchange exchange = new Exchange(JSON, replies.begin(), failures);
            try {
                exchange.make(settings.client().newCall(http), settings.bounds().longestReply(), call);
                return exchange;
            } catch (RuntimeException e) {
                Optional<Duration> pause = exchange.reply().isToldOf() ? Optional.empty()
                        : settings.bounds().retries().pause(e, retries, paused, ThreadLocalRandom.current());
                if (pause.isEmpty()) {
                    throw e;
                }
                call.pause(pause.get());
                if (call.isCancelled()) {
                    return exchange;
                }
                paused = paused.plus(pause.get());
            }
        }
    }

    private KnownModel known(String modelName) {
        KnownModel model = switch (settings.endpoint().family()) {
            case MODEL_STUDIO -> KnownModel.of(modelName);
            case VLLM, SGLANG, LLAMA_CPP, OLLAMA, CHAT_TEMPLATE, SOFT_SWITCH, PLAIN -> KnownModel.able(modelName);
        };
        return settings.takes() == null ? model : model.taking(settings.takes());
    }

    private Request httpRequest(ObjectNode body) {
        Request.Builder request = new Request.Builder().url(settings.endpoint().chatCompletions().toString());
        settings.headers().forEach(request::header);
        request.header("Accept", "text/event-stream").post(new OneShotJson(body));
        Secret key = settings.key();
        if (key != null) {
            request.header("Authorization", key.authorization());
        }
        return request.build();
    }

    /** Gives back the model's connections, and ends the calls under way; a client that was handed in stays as it is. */
    @Override
    public void close() {
        switch (settings.clientOwner()) {
            case MODEL -> {
                settings.client().dispatcher().cancelAll();
                settings.client().dispatcher().executorService().shutdown();
                settings.client().connectionPool().evictAll();
            }
            case CALLER -> {
            }
        }
    }

    /** Names the model and the server, and no key. */
    @Override
    public String toString() {
        return "QwenChatModel[" + settings.defaults().modelName() + " at " + settings.endpoint().title() + "]";
    }
}
