package dev.qwenagent.runtime.replay;

import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.tool.Approval;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.ApprovedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A recording as it is played: what comes next of what was recorded. Thread-safe. */
final class Tape {

    /** More than it takes to interrupt a thread. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Recording recording;
    private final RecordedTime time;
    private final CancellationSource run;
    private final Deque<Recording.Asked> requests;
    private final List<JournalEntry.ApprovalAnswered> answers = new ArrayList<>();
    private Optional<Recording.Asked> latest = Optional.empty();
    private boolean isOver;

    /**
     * A tape at its beginning.
     *
     * @param run ends the replay
     */
    Tape(Recording recording, CancellationSource run) {
        this.recording = recording;
        this.run = run;
        this.requests = new ArrayDeque<>(recording.requests());
        this.time = new RecordedTime(recording, this::endPause);
        for (JournalEntry entry : recording.entries()) {
            if (entry instanceof JournalEntry.ApprovalAnswered answered) {
                answers.add(answered);
            }
        }
    }

    RecordedTime time() {
        return time;
    }

    Recording recording() {
        return recording;
    }

    /** What became of the next request; empty once the recording is over. */
    synchronized Optional<Recording.Asked> next() {
        latest = Optional.ofNullable(requests.poll());
        return latest;
    }

    /** The request that is to come. */
    synchronized Optional<Recording.Asked> coming() {
        return Optional.ofNullable(requests.peek());
    }

    /** The request that came last. */
    synchronized Optional<Recording.Asked> latest() {
        return latest;
    }

    private void endPause() throws InterruptedException {
        Optional<Recording.Interruption> ended = pauseEnd();
        if (ended.isPresent()) {
            interrupt(ended.get());
        }
    }

    private synchronized Optional<Recording.Interruption> pauseEnd() {
        return latest.map(Recording.Asked::result)
                .flatMap(result -> result instanceof Recording.Result.Failed failed ? failed.pauseEnded()
                        : Optional.empty())
                .map(Recording.Result.Ended::by);
    }

    /**
     * Does again what ended something that had no result, and waits for it to take effect on this thread.
     *
     * @throws InterruptedException since it did
     */
    void interrupt(Recording.Interruption by) throws InterruptedException {
        if (by == Recording.Interruption.CANCELLED) {
            // It comes by itself once all is written that had been written then, by calls made beside this one as well.
            Thread.sleep(PATIENCE);
        }
        end(by);
        Thread.sleep(PATIENCE);
    }

    /** Does again what ended something that had no result. */
    void end(Recording.Interruption by) {
        switch (by) {
            case CANCELLED -> run.cancel();
            case TIME_OVER -> time.over();
            case CRASHED -> throw new RecordedCrash(recording.end().map(JournalEntry.RunEnded::problem).orElse(null));
            case NOT_RECORDED -> over();
        }
    }

    /** The recording is over, and with it the replay, whatever else there would be to do. */
    void over() {
        synchronized (this) {
            isOver = true;
        }
        run.cancel();
    }

    /** Whether the replay was ended since nothing more was recorded. */
    synchronized boolean isOver() {
        return isOver;
    }

    /**
     * What a person said to a question; no, if nobody was asked it.
     *
     * @throws InterruptedException if the run ended before there was an answer
     */
    Approval answer(ApprovalRequest request) throws InterruptedException {
        Optional<JournalEntry.ApprovalAnswered> found = take(request.call());
        if (found.isEmpty()) {
            Optional<Recording.Interruption> ended = recording.unanswered(asked -> isSame(asked, request.call()));
            if (ended.isPresent()) {
                interrupt(ended.get());
            }
            return request.no();
        }
        JournalEntry.ApprovalAnswered answered = found.get();
        return switch (answered.answer()) {
            case Approval.No no -> {
                if (!answered.at().isBefore(request.expires())) {
                    time.show(request.expires());
                }
                yield no;
            }
            case Approval.Yes yes when yes.call().equals(answered.about()) -> {
                if (!answered.at().isBefore(earlier(yes.expires(), request.expires()))) {
                    time.show(request.expires());
                }
                yield request.yes(yes.extent());
            }
            case Approval.Yes toAnother -> toAnother;
            case Approval.Later later -> later;
        };
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private synchronized Optional<JournalEntry.ApprovalAnswered> take(ApprovedCall call) {
        for (JournalEntry.ApprovalAnswered answered : answers) {
            if (isSame(answered.about(), call)) {
                answers.remove(answered);
                return Optional.of(answered);
            }
        }
        return Optional.empty();
    }

    /** Questions are counted anew by each process that works on a run. */
    private static boolean isSame(ApprovedCall one, ApprovedCall other) {
        return one.turn() == other.turn() && one.callId().equals(other.callId()) && one.tool().equals(other.tool())
                && one.toolVersion().equals(other.toolVersion())
                && one.argumentsHash().equals(other.argumentsHash())
                && one.scopes().equals(other.scopes());
    }
}
