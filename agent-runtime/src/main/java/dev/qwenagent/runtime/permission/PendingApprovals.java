package dev.qwenagent.runtime.permission;

import dev.qwenagent.api.tool.Approval;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.Approver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Questions that wait for an answer from elsewhere: a web page, a chat bot, a colleague. Each has an id that cannot be guessed; an
 * answer is for the question with its id, and counts once. A question leaves the list when it is answered, expires, or its run
 * is cancelled. Thread-safe: many runs may wait and many people answer at the same time.
 */
public final class PendingApprovals implements Approver {

    private final InstantSource clock;
    private final Consumer<Pending> listener;
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

    /**
     * A question that waits.
     *
     * @param id by which it is answered
     * @param request what is asked
     * @param asked when
     */
    public record Pending(String id, ApprovalRequest request, Instant asked) {}

    private record Waiting(Pending pending, CompletableFuture<Approval> answer) {}

    /** What became of an answer. */
    public enum Receipt {
        /** It is the answer. */
        TAKEN,
        /** No question waits under this id: it never did, was answered, expired, or its run is over. */
        NOBODY_WAITS
    }

    /** Questions that somebody looks for in {@link #list}. */
    public PendingApprovals() {
        this(InstantSource.system(), _ -> {});
    }

    /**
     * Questions that somebody is told of.
     *
     * @param clock the time of day
     * @param listener is told of each question as it begins to wait, on the thread of the run; returns quickly
     */
    public PendingApprovals(InstantSource clock, Consumer<Pending> listener) {
        this.clock = clock;
        this.listener = listener;
    }

    @Override
    public Approval approve(ApprovalRequest request) throws InterruptedException {
        Duration left = Duration.between(clock.instant(), request.expires());
        var question = new Waiting(new Pending(UUID.randomUUID().toString(), request, clock.instant()),
                new CompletableFuture<>());
        waiting.put(question.pending().id(), question);
        try {
            listener.accept(question.pending());
            return question.answer().get(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // Whoever is told that an answer was taken has to be the one who gave it.
            question.answer().complete(request.no());
            return question.answer().join();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer is given, never failed", e);
        } finally {
            waiting.remove(question.pending().id());
            question.answer().complete(request.no());
        }
    }

    /** The questions that wait, the oldest first; not those whose time is over. */
    public List<Pending> list() {
        Instant now = clock.instant();
        return waiting.values()
                .stream()
                .map(Waiting::pending)
                .filter(pending -> now.isBefore(pending.request().expires()))
                .sorted((one, other) -> one.asked().compareTo(other.asked()))
                .toList();
    }

    /** The question with an id. */
    public Optional<Pending> find(String id) {
        return list().stream().filter(pending -> pending.id().equals(id)).findFirst();
    }

    /** Says yes. */
    public Receipt approve(String id, Approval.Extent extent) {
        return answer(id, request -> request.yes(extent));
    }

    /** Says no. */
    public Receipt refuse(String id) {
        return answer(id, ApprovalRequest::no);
    }

    private Receipt answer(String id, Function<ApprovalRequest, Approval> said) {
        Waiting question = waiting.get(id);
        boolean isOpen = question != null && clock.instant().isBefore(question.pending().request().expires());
        return isOpen && question.answer().complete(said.apply(question.pending().request())) ? Receipt.TAKEN
                : Receipt.NOBODY_WAITS;
    }
}
