package dev.qwenagent.runtime.remote;

import static dev.qwenagent.runtime.remote.ChatServer.event;
import static dev.qwenagent.runtime.remote.ChatServer.events;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hundred streams at once over one client, and what is left of them: nothing. */
@Timeout(120)
class ManyStreamsTest {

    private static final int STREAMS = 100;
    private static final String READER = "qwen-chat-stream";

    @TempDir
    Path folder;

    private final OkHttpClient client = new OkHttpClient();

    @AfterEach
    void stop() {
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }

    @Test
    void completeStreamsLeaveIdleConnectionsAndNothingElse() throws Exception {
        RawServer.Answer answer = connection -> {
            connection.beginStream();
            connection.chunk(events("stop", "{\"reasoning_content\":\"Hm\"}", "{\"content\":\"Hello\"}"));
            connection.endStream();
        };
        try (RawServer server = new RawServer(answer); QwenChatModel model = model(server)) {
            for (RecordedStream stream : ask(model, RecordedStream::new)) {
                assertThat(stream.events()).containsExactly("thought Hm", "text Hello");
                assertThat(stream.response().aiMessage().text()).isEqualTo("Hello");
            }
            nothingIsLeft();
            assertThat(client.connectionPool().connectionCount())
                    .isEqualTo(client.connectionPool().idleConnectionCount());
            client.connectionPool().evictAll();
            eventually(() -> server.openConnections() == 0);
        }
    }

    @Test
    void brokenStreamsLeaveNothing() throws Exception {
        RawServer.Answer answer = connection -> {
            connection.beginStream();
            connection.chunk(event("{\"content\":\"Hel\"}", "null"));
            connection.out().close();
        };
        try (RawServer server = new RawServer(answer); QwenChatModel model = model(server)) {
            for (RecordedStream stream : ask(model, RecordedStream::new)) {
                assertThat(stream.error()).isInstanceOf(RetriableException.class);
            }
            nothingIsLeft();
            assertThat(client.connectionPool().connectionCount()).isZero();
            eventually(() -> server.openConnections() == 0);
        }
    }

    @Test
    void cancelledStreamsLeaveNothingThoughTheServerGoesOn() throws Exception {
        RawServer.Answer answer = connection -> {
            connection.beginStream();
            while (true) {
                connection.chunk(event("{\"content\":\"and \"}", "null"));
            }
        };
        try (RawServer server = new RawServer(answer); QwenChatModel model = model(server)) {
            for (RecordedStream stream : ask(model, () -> new RecordedStream(StreamingHandle::cancel))) {
                assertThat(stream.events()).containsExactly("text and ");
                assertThat(stream.isOver()).isFalse();
            }
            nothingIsLeft();
            assertThat(client.connectionPool().connectionCount()).isZero();
            eventually(() -> server.openConnections() == 0);
        }
    }

    @Test
    void whatWasReadOfACancelledStreamIsCollected() throws Exception {
        List<WeakReference<StreamingHandle>> handles = new ArrayList<>();
        RawServer.Answer answer = connection -> {
            connection.beginStream();
            while (true) {
                connection.chunk(event("{\"content\":\"" + "x".repeat(100_000) + "\"}", "null"));
            }
        };
        try (RawServer server = new RawServer(answer); QwenChatModel model = model(server)) {
            Consumer<StreamingHandle> cancelling = handle -> {
                handles.add(new WeakReference<>(handle));
                handle.cancel();
            };
            model.chat(ChatServer.hello(), new RecordedStream(cancelling));
            nothingIsLeft();
            eventually(() -> {
                System.gc();
                return handles.getFirst().refersTo(null);
            });
        }
    }

    private QwenChatModel model(RawServer server) {
        return server.builder(ServerFamily.VLLM).client(client).build();
    }

    private static List<RecordedStream> ask(QwenChatModel model, Supplier<RecordedStream> streams) throws Exception {
        List<Future<RecordedStream>> under = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < STREAMS; i++) {
                under.add(threads.submit(() -> {
                    RecordedStream stream = streams.get();
                    model.chat(ChatServer.hello(), stream);
                    return stream;
                }));
            }
        }
        List<RecordedStream> over = new ArrayList<>();
        for (Future<RecordedStream> stream : under) {
            over.add(stream.get());
        }
        return over;
    }

    private void nothingIsLeft() throws Exception {
        eventually(() -> client.dispatcher().runningCallsCount() == 0);
        eventually(() -> !threads().contains(READER));
    }

    /** All threads of this process, the virtual ones among them. */
    private String threads() throws IOException {
        Path dump = folder.resolve("threads.txt");
        Files.deleteIfExists(dump);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toAbsolutePath().toString(), ThreadDumpFormat.TEXT_PLAIN);
        return Files.readString(dump);
    }

    /** A reader ends by itself once its call is over; how soon is the scheduler's affair, that it does is ours. */
    private static void eventually(Callable<Boolean> holds) throws Exception {
        while (!holds.call()) {
            Thread.sleep(10);
        }
    }
}
