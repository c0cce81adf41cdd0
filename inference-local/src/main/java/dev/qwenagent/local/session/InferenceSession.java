package dev.qwenagent.local.session;

import dev.qwenagent.local.model.Batch;
import dev.qwenagent.local.model.Cancellation;
import dev.qwenagent.local.model.Model;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One sequence over a model: takes in prompts, continues them, and remembers what it has taken in.
 *
 * <p>
 * A prompt that goes on from one that the session holds costs only its new tokens; one that leaves the common path costs
 * the tokens after the last checkpoint that both share. Not thread-safe: one session, one thread. The model must stay open
 * as long as the session is used, and is not closed with it.
 */
public final class InferenceSession implements AutoCloseable {

    static final int PIECE = 128;
    private static final int ROOM = 512; // positions reserved for an answer; a longer one makes room as it grows
    private static final float[][] NO_LOGITS = {};
    private static final long UNUSED_TYPE = 5;

    private final Model model;
    private final int contextLength;
    private final int[] padding; // ids that get no score
    private final Batch batch;
    private final PrefixCache cache;
    private int[] made = new int[256]; // what the generation under way, or the last, has made
    private int madeCount;
    private ForcedTokens span = new ForcedTokens();
    private boolean closed;

    private InferenceSession(Model model, SessionOptions options) {
        this.model = model;
        this.contextLength = options.contextLength();
        this.padding = switch (options.padding()) {
            case EXCLUDED -> paddingOf(model);
            case SCORED -> new int[0];
        };
        this.batch = model.newBatch(Math.min(PIECE, contextLength));
        this.cache = new PrefixCache(() -> new Branch(model, contextLength), options.prefixBytes());
    }

    /** A session with the context that the model was made for; memory is taken as the sequence grows. */
    public static InferenceSession open(Model model) {
        return open(model, SessionOptions.of(model));
    }

    /**
     * A session with a shorter context.
     *
     * @param contextLength most tokens, prompt and answer together; from 2 to what the model was made for
     */
    public static InferenceSession open(Model model, int contextLength) {
        requireContext(model, contextLength);
        return open(model, SessionOptions.of(model).withContextLength(contextLength));
    }

    /**
     * A session.
     *
     * @param options how much it may hold
     * @throws IllegalArgumentException if the context is longer than the model was made for
     */
    public static InferenceSession open(Model model, SessionOptions options) {
        requireContext(model, options.contextLength());
        return new InferenceSession(model, options);
    }

    private static void requireContext(Model model, int contextLength) {
        if (contextLength < 2 || contextLength > model.config().contextLength()) {
            throw new IllegalArgumentException("context length: expected 2 to %d, found %d"
                    .formatted(model.config().contextLength(), contextLength));
        }
    }

    /** Most tokens, prompt and answer together. */
    public int contextLength() {
        return contextLength;
    }

    /**
     * Takes in a prompt and continues it.
     *
     * <p>
     * The same request gives the same tokens whatever the session has done before, if its sampler does. A cancelled
     * generation ends with what it has made; the session stays usable.
     *
     * @param request what to continue, and how
     * @return what was made
     * @throws ContextLimitException before anything is computed, if the prompt leaves no room for an answer
     * @throws DocumentLimitException before anything is computed, if what is asked for takes more tokens than there may be
     * @throws IllegalArgumentException if the prompt has, or the interceptor forces, an id outside the vocabulary
     * @throws IllegalStateException if the session is closed
     */
    public GenerationOutcome generate(GenerationRequest request) {
        if (closed) {
            throw new IllegalStateException("the session is closed; open another");
        }
        int[] prompt = request.prompt();
        check(prompt);
        madeCount = 0;
        span = new ForcedTokens();
        if (request.constraint().needed() > left(request)) {
            throw new DocumentLimitException(request.constraint().needed(), left(request));
        }
        int reused = cache.enter(prompt);
        FinishReason reason;
        try {
            takeIn(request, reused);
            reason = continueFrom(request);
            if (reason == FinishReason.STOP && span.endedByLimit()) {
                reason = request.maxTokens() <= contextLength - prompt.length ? FinishReason.TOKEN_LIMIT
                        : FinishReason.CONTEXT_FULL;
            }
        } catch (StoppedException e) {
            reason = FinishReason.CANCELLED;
        }
        return new GenerationOutcome(prompt.length, reused, Arrays.stream(made, 0, madeCount).boxed().toList(), reason,
                span.made());
    }

    private void check(int[] prompt) {
        if (prompt.length >= contextLength) {
            throw new ContextLimitException(prompt.length, contextLength);
        }
        for (int i = 0; i < prompt.length; i++) {
            if (prompt[i] < 0 || prompt[i] >= model.config().vocabulary()) {
                throw new IllegalArgumentException(
                        "prompt token %d: expected an id from 0 to %d, found %d; was it made with another model's tokenizer?"
                                .formatted(i, model.config().vocabulary() - 1, prompt[i]));
            }
        }
    }

    /** Computes the prompt from a position on, in pieces that end at its checkpoints. */
    private void takeIn(GenerationRequest request, int from) {
        int[] prompt = request.prompt();
        Branch branch = cache.current();
        branch.state()
                .reserve((int) Math.min(contextLength, (long) prompt.length + Math.min(request.maxTokens(), ROOM)));
        int next = from;
        int[] checkpoints = request.checkpoints();
        branch.want(checkpoints);
        for (int i = 0; i < checkpoints.length; i++) {
            int checkpoint = checkpoints[i];
            if (checkpoint > next && Branch.keeps(i, checkpoints.length)) {
                takeIn(prompt, next, checkpoint, request.cancellation());
                branch.keep();
                next = checkpoint;
            }
        }
        takeIn(prompt, next, prompt.length, request.cancellation());
        branch.keep();
    }

    private void takeIn(int[] prompt, int from, int to, Cancellation cancellation) {
        for (int at = from; at < to; at += batch.capacity()) {
            int count = Math.min(batch.capacity(), to - at);
            batch.fill(prompt, at, count);
            if (at + count < to) {
                pass(cancellation, NO_LOGITS);
            } else {
                pass(cancellation, cache.current().logits());
            }
            for (int i = at; i < at + count; i++) {
                cache.current().append(prompt[i]);
            }
        }
        if (to > from) {
            cache.current().scored();
        }
    }

    private FinishReason continueFrom(GenerationRequest request) {
        int previous = TokenInterceptor.SAMPLE;
        while (true) {
            if (request.cancellation().isRequested()) {
                return FinishReason.CANCELLED;
            }
            int token = request.interceptor().next(madeCount, previous);
            if (token == TokenInterceptor.SAMPLE) {
                if (!span.goesOn() && request.constraint().isOver()) {
                    return FinishReason.STOP;
                }
                token = constrained(request);
                if (request.isStop(token)) {
                    return FinishReason.STOP;
                }
            } else {
                requireToken(token);
                span.drop();
            }
            FinishReason reason = make(request, token);
            if (reason != null) {
                return reason;
            }
            previous = token;
        }
    }

    /** The next token of what must come, or else one that the sampler chooses of those that may. */
    private int constrained(GenerationRequest request) {
        if (!span.goesOn()) {
            span.begin(request.constraint().forced(left(request)));
        }
        if (span.goesOn()) {
            return span.next();
        }
        int token = sampled(request);
        if (!request.isStop(token)) {
            span.end(request.constraint().ending(token, left(request)));
        }
        return span.goesOn() ? span.next() : token;
    }

    private int sampled(GenerationRequest request) {
        takeInMade(request);
        return request.sampler().sample(cache.current().logits()[0], request.constraint().mask());
    }

    /** How many tokens may still be made. */
    private int left(GenerationRequest request) {
        return Math.min(request.maxTokens(), contextLength - request.prompt().length) - madeCount;
    }

    private void requireToken(int forced) {
        if (forced < 0 || forced >= model.config().vocabulary()) {
            throw new IllegalArgumentException("forced token: expected an id from 0 to %d, found %d"
                    .formatted(model.config().vocabulary() - 1, forced));
        }
    }

    /** Adds a token to what was made; tells why that was the last, if it was. */
    private @Nullable FinishReason make(GenerationRequest request, int token) {
        if (request.tellsProbabilities()) {
            takeInMade(request);
        }
        keep(token);
        request.sampler().accepted(token);
        request.constraint().accept(token);
        request.tellProbability(cache.current().logits()[0], token);
        request.listener().onToken(token);
        if (request.endsText(token)) {
            return FinishReason.STOP;
        }
        if (left(request) <= 0) {
            if (request.constraint().isOver()) {
                return FinishReason.STOP;
            }
            return madeCount == request.maxTokens() ? FinishReason.TOKEN_LIMIT : FinishReason.CONTEXT_FULL;
        }
        return null;
    }

    /** Computes what was made since a token was last chosen: that one, and those that had to follow it, in one pass. */
    private void takeInMade(GenerationRequest request) {
        int computed = cache.current().state().position() - request.prompt().length;
        if (computed < madeCount) {
            takeIn(made, computed, madeCount, request.cancellation());
        }
    }

    private void keep(int token) {
        if (madeCount == made.length) {
            made = Arrays.copyOf(made, 2 * madeCount);
        }
        made[madeCount++] = token;
    }

    /** One forward pass; when it does not come to its end, the half-changed state is taken back to a sound one. */
    private void pass(Cancellation cancellation, float[][] scores) {
        boolean done = false;
        batch.cancelWhen(cancellation);
        try {
            model.forward().forward(batch, cache.current().state(), scores);
            done = true;
        } catch (CancellationException e) {
            throw new StoppedException(e);
        } finally {
            if (!done) {
                cache.current().recover();
            }
        }
        if (scores.length > 0) {
            for (int id : padding) {
                scores[0][id] = Float.NEGATIVE_INFINITY;
            }
        }
    }

    /** Ids that stand for no text: unused entries of the vocabulary, and rows of the output that it does not name. */
    private static int[] paddingOf(Model model) {
        int vocabulary = model.config().vocabulary();
        long[] types = model.metadata().findWholes("tokenizer.ggml.token_type").orElse(new long[vocabulary]);
        return IntStream.range(0, vocabulary).filter(id -> id >= types.length || types[id] == UNUSED_TYPE).toArray();
    }

    /** Ends the session's use; a second call does nothing. */
    @Override
    public void close() {
        closed = true;
    }

    /** A forward pass was cancelled, as distinct from what a listener may throw. */
    private static final class StoppedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        StoppedException(CancellationException cause) {
            super(cause);
        }
    }
}
