package dev.qwenagent.runtime.remote;

import static dev.qwenagent.runtime.remote.ChatServer.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentTask;
import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.runtime.Remains;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** After a run that was cancelled in the middle of a server's reply, the connection is closed and nobody waits for it. */
@Timeout(120)
class NothingLeftOfAStreamTest {

    @TempDir
    private Path folder;

    private static void cancelOnce(Agent agent, CountDownLatch busy) throws Exception {
        var caller = new CancellationSource();
        var ended = CompletableFuture.supplyAsync(() -> agent.run(AgentTask.of("Go.").endingWith(caller)));
        assertThat(busy.await(60, TimeUnit.SECONDS)).isTrue();
        caller.cancel();
        assertThat(ended.get(60, TimeUnit.SECONDS).stopReason()).isEqualTo(StopReason.CANCELLED);
    }

    private static Agent agent(QwenChatModel model, CountDownLatch busy) {
        return Agents.builder().model(model).listener(event -> {
            if (event instanceof AgentEvent.TextDelta) {
                busy.countDown();
            }
        }).build();
    }

    private void leavesNothing(RawServer.Answer answer) throws Exception {
        try (var server = new RawServer(answer);
                QwenChatModel model = server.builder(ServerFamily.MODEL_STUDIO).build()) {
            var first = new CountDownLatch(1);
            try (Agent agent = agent(model, first)) {
                cancelOnce(agent, first);
            }
            Remains before = Remains.now(folder);
            var second = new CountDownLatch(1);
            try (Agent agent = agent(model, second)) {
                cancelOnce(agent, second);
                Remains.nothingIsLeftSince(before, folder, _ -> false);
                assertThat(server.openConnections()).isZero();
            }
        }
    }

    @Test
    void thatStandsStill() throws Exception {
        leavesNothing(connection -> {
            connection.beginStream();
            connection.chunk(event("{\"content\":\"One\"}", "null"));
            connection.awaitClose();
        });
    }

    @Test
    void thatGoesOnAndOn() throws Exception {
        leavesNothing(connection -> {
            connection.beginStream();
            while (true) {
                connection.chunk(event("{\"content\":\" more\"}", "null"));
            }
        });
    }
}
