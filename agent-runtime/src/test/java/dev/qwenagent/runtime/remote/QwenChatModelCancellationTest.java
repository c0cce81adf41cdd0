package dev.qwenagent.runtime.remote;

import static dev.qwenagent.runtime.remote.ChatServer.event;
import static dev.qwenagent.runtime.remote.ChatServer.events;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ending a call before its reply does; the servers here take minutes, the tests must not. */
@Timeout(60)
class QwenChatModelCancellationTest {

    private static final int FIVE_MINUTES = 300_000;

    private final ChatServer server = new ChatServer();
    private final OkHttpClient client = new OkHttpClient();
    private final QwenChatModel model = server.builder(ServerFamily.MODEL_STUDIO).client(client).build();

    @AfterEach
    void stop() {
        model.close();
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
        server.close();
    }

    @Test
    void cancelledStreamEndsAndTheHandlerHearsNoMore() {
        trickle();
        RecordedStream stream = new RecordedStream(StreamingHandle::cancel);
        model.chat(ChatServer.hello(), stream);
        assertThat(stream.events()).containsExactly("text One");
        assertThat(stream.isOver()).isFalse();
        assertThat(client.dispatcher().runningCallsCount()).isZero();
    }

    @Test
    void streamMayBeCancelledFromAnotherThread() throws InterruptedException {
        trickle();
        List<StreamingHandle> handles = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        RecordedStream stream = new RecordedStream(handle -> {
            handles.add(handle);
            begun.countDown();
        });
        Thread caller = Thread.ofVirtual().start(() -> model.chat(ChatServer.hello(), stream));
        begun.await();
        handles.getFirst().cancel();
        caller.join();
        assertThat(handles.getFirst().isCancelled()).isTrue();
        assertThat(stream.isOver()).isFalse();
    }

    @Test
    void interruptEndsTheCallAndStays() throws InterruptedException {
        trickle();
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean stillInterrupted = new AtomicBoolean();
        RecordedStream stream = new RecordedStream(handle -> begun.countDown());
        Thread caller = Thread.ofPlatform().start(() -> {
            model.chat(ChatServer.hello(), stream);
            stillInterrupted.set(Thread.currentThread().isInterrupted());
        });
        begun.await();
        caller.interrupt();
        caller.join();
        assertThat(stream.error()).isInstanceOf(CancellationException.class);
        assertThat(stillInterrupted).isTrue();
    }

    @Test
    void failingHandlerEndsTheCallAndIsToldOfItsFailure() {
        trickle();
        RecordedStream stream = new RecordedStream(handle -> {
            throw new IllegalStateException("the screen is gone");
        });
        model.chat(ChatServer.hello(), stream);
        assertThat(stream.error()).hasMessage("the screen is gone");
    }

    @Test
    void aHundredStreamsAtOnceLeaveNoCallBehindAndShareConnections() throws Exception {
        server.streams(events("stop", "{\"content\":\"a\"}", "{\"content\":\"b\"}"));
        List<Future<String>> replies = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                replies.add(threads.submit(() -> ChatServer.ask(model).response().aiMessage().text()));
            }
        }
        for (Future<String> reply : replies) {
            assertThat(reply.get()).isEqualTo("ab");
        }
        assertThat(client.dispatcher().runningCallsCount()).isZero();
        assertThat(client.connectionPool().connectionCount()).isEqualTo(client.connectionPool().idleConnectionCount());
    }

    @Test
    void connectionOfACompleteReplyIsUsedAgain() {
        server.streams(events("stop", "{\"content\":\"a\"}"));
        for (int i = 0; i < 5; i++) {
            ChatServer.ask(model).response();
        }
        assertThat(client.connectionPool().connectionCount()).isEqualTo(1);
    }

    /** The first event with the first of a thousand parts, the second with the last, five minutes later. */
    private void trickle() {
        String body = event("{\"content\":\"One\"}", "null") + ": padding\n".repeat(40_000)
                + events("stop", "{\"content\":\"Two\"}");
        server.answers(ChatServer.stream(body).withChunkedDribbleDelay(1000, FIVE_MINUTES));
    }
}
