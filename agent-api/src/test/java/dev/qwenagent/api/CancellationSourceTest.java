package dev.qwenagent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CancellationSourceTest {

    private static final Duration AGES = Duration.ofSeconds(Long.MAX_VALUE);

    private final List<String> told = new ArrayList<>();
    private final CancellationSource source = new CancellationSource();

    /** Counts the actions that a cancellation holds for others. */
    private static final class Counting implements Cancellation {

        private final CancellationSource counted = new CancellationSource();
        private int held;

        @Override
        public boolean isCancelled() {
            return counted.isCancelled();
        }

        @Override
        public Registration onCancel(Runnable action) {
            Registration registration = counted.onCancel(action);
            held++;
            return () -> {
                registration.close();
                held--;
            };
        }
    }

    @Test
    void everyActionIsToldOnceOnTheThreadThatCancels() {
        source.onCancel(() -> told.add(Thread.currentThread().getName()));
        source.onCancel(() -> told.add("second"));
        source.cancel();
        source.cancel();
        assertThat(told).containsExactly(Thread.currentThread().getName(), "second");
        assertThatThrownBy(source::throwIfCancelled).isInstanceOf(RunCancelledException.class);
    }

    @Test
    void actionThatComesLateIsToldAtOnce() {
        source.cancel();
        source.onCancel(() -> told.add("late")).close();
        assertThat(told).containsExactly("late");
    }

    @Test
    void ofTwoRegistrationsOfOneActionOnlyTheClosedOneIsTakenBack() {
        Runnable action = () -> told.add("told");
        source.onCancel(action);
        try (var _ = source.onCancel(action)) {
            assertThat(told).isEmpty();
        }
        source.cancel();
        assertThat(told).hasSize(1);
    }

    @Test
    void actionThatThrowsIsReportedAndKeepsNobodyElseFromBeingTold() throws Exception {
        List<Throwable> reported = new ArrayList<>();
        source.child().onCancel(() -> {
            throw new StackOverflowError("too deep");
        });
        source.onCancel(() -> told.add("sibling"));
        Thread thread = Thread.ofPlatform().uncaughtExceptionHandler((_, e) -> reported.add(e)).start(source::cancel);
        thread.join();
        assertThat(told).containsExactly("sibling");
        assertThat(reported).singleElement().isInstanceOf(StackOverflowError.class);
    }

    @Test
    void partEndsWithTheWholeAndTheWholeNotWithThePart() {
        CancellationSource part = source.child();
        CancellationSource other = source.child();
        part.cancel();
        assertThat(source.isCancelled()).isFalse();
        assertThat(other.isCancelled()).isFalse();
        source.cancel();
        assertThat(other.isCancelled()).isTrue();
    }

    @Test
    void whatIsUnderSeveralComesWithTheFirst() {
        var user = new CancellationSource();
        CancellationSource both = CancellationSource.under(List.of(source, user));
        user.cancel();
        assertThat(both.isCancelled()).isTrue();
        assertThat(CancellationSource.under(List.of(source, user)).isCancelled()).isTrue();
        assertThat(source.isCancelled()).isFalse();
    }

    @Test
    void deadlineCancels() throws Exception {
        var cancelled = new CountDownLatch(1);
        source.onCancel(cancelled::countDown);
        source.cancelAfter(Duration.ofMillis(1));
        cancelled.await();
        assertThat(source.isCancelled()).isTrue();
    }

    @Test
    void deadlineThatIsTakenBackDoesNotCancel() throws Exception {
        source.cancelAfter(Duration.ofMillis(50)).close();
        var closed = new CancellationSource();
        closed.cancelAfter(Duration.ofMillis(50));
        closed.close();
        var later = new CancellationSource();
        var passed = new CountDownLatch(1);
        later.onCancel(passed::countDown);
        later.cancelAfter(Duration.ofMillis(100));
        passed.await();
        assertThat(source.isCancelled()).isFalse();
        assertThat(closed.isCancelled()).isFalse();
    }

    @Test
    void deadlineMayBeFartherThanAnyClockGoes() {
        source.cancelAfter(AGES).close();
        assertThat(source.isCancelled()).isFalse();
    }

    @Test
    void whatIsAboveKeepsNothingOfAPartThatIsOver() {
        var above = new Counting();
        for (int i = 0; i < 1000; i++) {
            try (var part = CancellationSource.under(List.of(above))) {
                part.onCancel(() -> told.add("never"));
            }
            CancellationSource.under(List.of(above)).cancel();
        }
        assertThat(above.held).isZero();
        above.counted.cancel();
        assertThat(told).isEmpty();
    }

    @Test
    void taskKeepsItsEndings() {
        AgentTask task = AgentTask.of("Go.").endingWith(source).endingWith(new CancellationSource());
        assertThat(task.inConversation("c").withMessage(UserMessage.from("Stay.")).listener(_ -> {}).endings())
                .hasSize(2)
                .first()
                .isSameAs(source);
    }
}
