package dev.qwenagent.local;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.qwenagent.local.GenerationThread.Generation;
import dev.qwenagent.local.GenerationThread.Progress;
import dev.qwenagent.local.chat.ChatTemplate;
import dev.qwenagent.local.chat.Reply;
import dev.qwenagent.local.chat.ReplyEnd;
import dev.qwenagent.local.chat.ReplyGrammar;
import dev.qwenagent.local.chat.ReplyReader;
import dev.qwenagent.local.chat.StreamedReply;
import dev.qwenagent.local.sampling.Sampler;
import dev.qwenagent.local.sampling.TokenLogProbability;
import dev.qwenagent.local.session.ContextLimitException;
import dev.qwenagent.local.session.DocumentLimitException;
import dev.qwenagent.local.session.GenerationOutcome;
import dev.qwenagent.local.session.GenerationRequest;
import dev.qwenagent.local.tokenizer.BpeTokenizer;
import dev.qwenagent.local.tokenizer.StreamingDecoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A Qwen model from a GGUF file, as a LangChain4j model; it computes inside this process.
 *
 * <p>
 * The file brings everything: weights, tokenizer, chat template. {@link #chat} <em>blocks</em> until the reply is complete,
 * and calls the handler on the caller's thread while it waits; {@link #blocking()} is the same model for those who want
 * the reply alone. One request is computed at a time, on a thread of the model's own; others wait for it. Consecutive
 * requests of one conversation cost only their new tokens ({@link LocalChatResponseMetadata#reusedTokens()}). An interrupt
 * of the waiting thread, or {@link StreamingHandle#cancel()} of any callback's context, ends the generation within a token.
 *
 * <p>
 * While a reply is written it is held to what was asked for: calls of tools to the tools that there are and to their schemas,
 * with a response format the answer to its schema, with a tool choice of REQUIRED the reply to a call at least; see the
 * package {@code dev.qwenagent.local.grammar}. What of a schema cannot be held to stands in
 * {@link LocalChatResponseMetadata#unheld()}. {@link LocalChatModelBuilder#unconstrained()} turns that off.
 *
 * <p>
 * Errors reach the handler as LangChain4j's exceptions: {@link InvalidRequestException} if the prompt does not fit the
 * context or the template refuses the conversation, {@link dev.langchain4j.exception.UnsupportedFeatureException} if a
 * parameter is not supported, else {@link NonRetriableException}; none is worth a second try. What the model does wrong is
 * no exception, see {@link Reply#CALL_ERRORS}. Safe for use by several threads. Whoever opens the model closes it.
 */
public final class LocalChatModel implements StreamingChatModel, AutoCloseable {

    private final String name;
    private final LoadedModel loaded;
    private final GenerationThread thread;
    private final ChatRequestParameters defaults;
    private final List<ChatModelListener> listeners;
    private final Holding holding;

    /** What is held to while a reply is written. */
    enum Holding {
        /** Schemas of tools and answers. */
        SCHEMAS,
        /** Nothing: the model writes what it will. */
        NOTHING
    }

    LocalChatModel(LocalChatModelBuilder builder, LoadedModel loaded) {
        this.name = builder.name();
        this.loaded = loaded;
        this.thread = new GenerationThread(loaded.newSession(builder.contextLength()));
        this.defaults = builder.defaults();
        this.listeners = builder.listeners();
        this.holding = builder.holding();
    }

    /**
     * Opens a model file with all settings as the file has them.
     *
     * @throws LocalModelException if the file cannot be read, is damaged, or holds a model that is not supported
     */
    public static LocalChatModel open(Path file) {
        return builder(file).build();
    }

    /** Opens a model file with settings. */
    public static LocalChatModelBuilder builder(Path file) {
        return new LocalChatModelBuilder(file);
    }

    /** The chat template of the file. */
    public ChatTemplate chatTemplate() {
        return loaded.template();
    }

    /** The tokenizer of the file. */
    public BpeTokenizer tokenizer() {
        return loaded.tokenizer();
    }

    /** Counts tokens as this model does. */
    public TokenCountEstimator tokenCountEstimator() {
        return new LocalTokenCountEstimator(loaded.tokenizer());
    }

    /** The name under which replies come. */
    public String name() {
        return name;
    }

    /** Most tokens of a prompt and its reply together. */
    public int contextLength() {
        return thread.contextLength();
    }

    /** This model for those who want the whole reply at once; closing stays with this model. */
    public ChatModel blocking() {
        return new BlockingView(this);
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return defaults;
    }

    /**
     * This model writing calls as it will, in place of holding them to the schemas of their tools; for comparison. Closing
     * stays with this model.
     */
    public StreamingChatModel unconstrained() {
        return new UnconstrainedView(this);
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return switch (holding) {
            case SCHEMAS -> Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
            case NOTHING -> Set.of();
        };
    }

    @Override
    public List<ChatModelListener> listeners() {
        return listeners;
    }

    /**
     * Generates a reply; returns when the handler has had its last call. After a cancellation through a
     * {@link StreamingHandle} there is no further call, after an interrupt there is one {@code onError}.
     */
    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        doChat(request, handler, holding);
    }

    void doChat(ChatRequest request, StreamingChatResponseHandler handler, Holding held) {
        ChatResponse response;
        try {
            response = generate(request, handler, held);
        } catch (LangChain4jException failed) {
            handler.onError(failed);
            return;
        } catch (ContextLimitException | DocumentLimitException tooLong) {
            handler.onError(new InvalidRequestException(tooLong.getMessage(), tooLong));
            return;
        } catch (CancelledException cancelled) {
            return;
        } catch (RuntimeException failed) {
            handler.onError(new NonRetriableException(failed.getMessage(), failed));
            return;
        }
        handler.onCompleteResponse(response);
    }

    private ChatResponse generate(ChatRequest request, StreamingChatResponseHandler handler, Holding held) {
        GenerationPlan plan = GenerationPlan.of(request, loaded.sampling(), loaded.seeds());
        PromptTokens prompt = PromptTokens.of(loaded.template(), loaded.tokenizer(), plan.prompt());
        List<TokenLogProbability> probabilities = new ArrayList<>();
        GenerationRequest.Builder asked = request(plan, prompt, probabilities);
        List<String> unheld = hold(asked, plan, prompt, held);
        Generation generation = thread.start(asked);
        boolean ended = false;
        try {
            StreamedReply streamed = new StreamedReply(handler, new Handle(generation), loaded.ids());
            ReplyReader reader = ReplyReader.after(prompt.rendered(), plan.rules(loaded.callFormat()),
                    streamed::accept);
            GenerationOutcome outcome = follow(generation, reader);
            ended = true;
            Reply reply = reader.finish(
                    outcome.finishReason() == dev.qwenagent.local.session.FinishReason.STOP ? ReplyEnd.STOPPED
                            : ReplyEnd.CUT);
            if (generation.isCancelled()) {
                throw new CancelledException();
            }
            return new GeneratedReply(reply, outcome, probabilities, unheld).response(name,
                    streamed.idsOfCompleteCalls());
        } finally {
            if (!ended) {
                generation.cancel();
            }
        }
    }

    private GenerationRequest.Builder request(GenerationPlan plan, PromptTokens prompt,
            List<TokenLogProbability> probabilities) {
        GenerationRequest.Builder request = GenerationRequest.builder(prompt.ids())
                .checkpoints(prompt.checkpoints())
                .stopTokens(loaded.stopTokens())
                .sampler(Sampler.adjusting(Sampler.of(plan.sampling()), plan.adjustments(), prompt.ids()));
        if (plan.maxTokens() != null) {
            request.maxTokens(plan.maxTokens());
        }
        if (plan.logProbabilities() != null) {
            request.logProbabilities(plan.logProbabilities(), probabilities::add);
        }
        if (plan.thinkingBudget() != null) {
            request.interceptor(loaded.thoughtLimit(plan.thinkingBudget(), plan.closingWords(), prompt.rendered(),
                    plan.rules(loaded.callFormat())));
        }
        return request;
    }

    private GenerationOutcome follow(Generation generation, ReplyReader reader) {
        StreamingDecoder decoder = loaded.tokenizer().streamingDecoder();
        int read = 0;
        while (true) {
            switch (take(generation)) {
                case Progress.Token(int id) -> {
                    if (!reader.isOver()) {
                        reader.accept(decoder.accept(id));
                        read++;
                    }
                    if (reader.isOver()) {
                        generation.complete();
                    }
                }
                case Progress.Ended(GenerationOutcome outcome) when reader.isOver() -> {
                    return outcome.stoppedAfter(read);
                }
                case Progress.Ended(GenerationOutcome outcome) -> {
                    reader.accept(decoder.finish());
                    return outcome;
                }
                case Progress.Failed(RuntimeException cause) -> throw cause;
            }
            if (generation.isCancelled()) {
                throw new CancelledException();
            }
        }
    }

    private static Progress take(Generation generation) {
        try {
            return generation.take();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NonRetriableException("the generation was interrupted", interrupted);
        }
    }

    /** Holds the reply to the schemas of its tools and its format; tells what cannot be held to. */
    private List<String> hold(GenerationRequest.Builder request, GenerationPlan plan, PromptTokens prompt,
            Holding held) {
        return switch (held) {
            case SCHEMAS -> {
                if (!plan.isHeld()) {
                    yield List.of();
                }
                ReplyGrammar grammar = loaded.grammars().of(plan.rules(loaded.callFormat()), plan.goal());
                int closing = plan.thinkingBudget() == null ? 0 : loaded.closing(plan.closingWords()).length;
                request.constraint(grammar.constraint(prompt.rendered(), plan.prompt().thinking(), closing));
                yield grammar.unheld();
            }
            case NOTHING -> {
                plan.refuseGoal();
                yield List.of();
            }
        };
    }

    /** Cancels what is being generated, waits for it to end, and closes the file. A second call does nothing. */
    @Override
    public void close() {
        thread.close();
        loaded.close();
    }

    private record Handle(Generation generation) implements StreamingHandle {

        @Override
        public void cancel() {
            generation.cancel();
        }

        @Override
        public boolean isCancelled() {
            return generation.isCancelled();
        }
    }

    /** Somebody cancelled through the handle, and expects to hear nothing more. */
    private static final class CancelledException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        CancelledException() {
            super("cancelled", null, false, false);
        }
    }
}
