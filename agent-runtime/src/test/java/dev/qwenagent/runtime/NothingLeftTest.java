package dev.qwenagent.runtime;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentTask;
import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.memory.FileConversationStore;
import dev.qwenagent.runtime.journal.Journals;
import dev.qwenagent.tools.builtin.Workspace;
import dev.qwenagent.tools.process.CommandLimits;
import dev.qwenagent.tools.process.ProcessTools;
import dev.qwenagent.tools.process.ProgramPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** After a cancelled run there is nothing of it: no thread, no process, no open file or socket, no file but its records. */
@Timeout(120)
class NothingLeftTest {

    @TempDir
    private Path folder;

    /** An agent that has a run which does not end by itself. */
    @FunctionalInterface
    private interface Scene {

        /**
         * Makes the agent.
         *
         * @param busy is opened where the run is to be cancelled
         */
        Agent agent(CountDownLatch busy);
    }

    /** The first run brings what the process keeps for all of them, the second must bring nothing more. */
    private void cancelLeavesNothing(Scene scene) throws Exception {
        Path records = Files.createDirectory(folder.resolve("records"));
        cancelOnce(scene, records, "first");
        Remains before = Remains.now(folder);
        cancelOnce(scene, records, "second");
        Remains.nothingIsLeftSince(before, folder, this::isRecord);
    }

    /** Journals and conversations are meant to stay; their files, closed and whole, have one name each. */
    private boolean isRecord(String thing) {
        String path = "file " + folder.resolve("records");
        return thing.startsWith(path) && !thing.matches(".*\\.(new|tmp|part)$");
    }

    private static void cancelOnce(Scene scene, Path records, String conversation) throws Exception {
        var busy = new CountDownLatch(1);
        var caller = new CancellationSource();
        var ended = new CompletableFuture<StopReason>();
        try (Agent agent = scene.agent(busy)) {
            Thread thread = Thread.ofPlatform().name("caller").start(() -> {
                try {
                    AgentTask task = AgentTask.of("Go.").inConversation(conversation).endingWith(caller);
                    ended.complete(agent.run(task).stopReason());
                } catch (RuntimeException e) {
                    ended.completeExceptionally(e);
                }
            });
            assertThat(busy.await(60, TimeUnit.SECONDS)).isTrue();
            caller.cancel();
            assertThat(ended.get(60, TimeUnit.SECONDS)).isEqualTo(StopReason.CANCELLED);
            thread.join();
        }
    }

    private AgentBuilder recorded() {
        return Agents.builder()
                .journal(Journals.in(folder.resolve("records/runs")))
                .conversations(new FileConversationStore(folder.resolve("records/conversations")));
    }

    private AgentBuilder scripted(ScriptedReply... replies) {
        StreamingChatModel model = ScriptedChatModel.of(replies);
        return recorded().model(model);
    }

    @Test
    void ofALocalModelsReply() throws Exception {
        cancelLeavesNothing(busy -> recorded().listener(event -> {
            if (event instanceof AgentEvent.Thought || event instanceof AgentEvent.TextDelta) {
                busy.countDown();
                // So that the reply lasts until the cancellation is there; it has dozens of pieces.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }).build());
    }

    @Test
    void ofAToolThatSleeps() throws Exception {
        cancelLeavesNothing(busy -> {
            var desk = new Desk();
            return scripted(call("sleep", "{}")).tools(desk).allow("desk.*").listener(event -> {
                if (event instanceof AgentEvent.PermissionDecided) {
                    Thread.startVirtualThread(() -> follow(desk.asleep, busy));
                }
            }).build();
        });
    }

    private static void follow(CountDownLatch first, CountDownLatch second) {
        try {
            first.await();
            second.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void ofAWaitForApproval() throws Exception {
        cancelLeavesNothing(
                busy -> scripted(call("sleep", "{}")).tools(new Desk()).ask("desk.*").approver(request -> {
                    busy.countDown();
                    new CountDownLatch(1).await();
                    return request.once();
                }).build());
    }

    @Test
    void ofAPauseBeforeAnotherTry() throws Exception {
        cancelLeavesNothing(busy -> scripted(ScriptedReply.failing(new RateLimitException("later"))).listener(event -> {
            if (event instanceof AgentEvent.ModelRetried) {
                busy.countDown();
            }
        }).build());
    }

    /** The command's child has a child, in a group of its own where there is {@code setsid}. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the command is a shell's")
    void ofACommandAndItsGrandchild() throws Exception {
        cancelLeavesNothing(busy -> {
            Path workspace = folder.resolve("workspace");
            try {
                Files.createDirectories(workspace);
                Files.deleteIfExists(workspace.resolve("started"));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            var limits = new CommandLimits(Duration.ofMinutes(5), 10_000);
            var tools = new ProcessTools(Workspace.of(workspace), limits, ProgramPath.of(System.getenv("PATH")));
            String arguments = """
                    {"command": "sh -c \\"(sleep 300; echo never) & touch started; sleep 300\\""}""";
            return scripted(call("run_command", arguments)).tools(tools).allow("process.*").listener(event -> {
                if (event instanceof AgentEvent.PermissionDecided) {
                    Thread.startVirtualThread(() -> awaitFile(workspace.resolve("started"), busy));
                }
            }).build();
        });
    }

    private static void awaitFile(Path file, CountDownLatch busy) {
        try {
            while (!Files.exists(file) || ProcessHandle.current().descendants().count() < 3) {
                Thread.sleep(5);
            }
            busy.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void ofARunThatWaitsForItsConversation() throws Exception {
        var busy = new CountDownLatch(1);
        var desk = new Desk();
        try (Agent agent = scripted(call("sleep", "{}")).tools(desk).allow("desk.*").build()) {
            var first = CompletableFuture.supplyAsync(() -> agent.run(AgentTask.of("Go.").inConversation("c")));
            assertThat(desk.asleep.await(60, TimeUnit.SECONDS)).isTrue();
            Remains before = Remains.now(folder);
            var caller = new CancellationSource();
            var second = new CompletableFuture<StopReason>();
            Thread waiting = Thread.ofPlatform().start(() -> {
                busy.countDown();
                second.complete(agent.run(AgentTask.of("Go too.").inConversation("c").endingWith(caller)).stopReason());
            });
            busy.await();
            caller.cancel();
            assertThat(second.get(60, TimeUnit.SECONDS)).isEqualTo(StopReason.CANCELLED);
            waiting.join();
            assertThat(first).isNotDone();
            Remains.nothingIsLeftSince(before, folder, this::isRecord);
            agent.cancel();
            first.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "sockets are seen where there is /proc, and sleep is a program")
    void theLookSeesWhatIsLeft() throws Exception {
        Remains before = Remains.now(folder);
        var end = new CountDownLatch(1);
        Thread thread = Thread.ofVirtual().name("forgotten").start(() -> follow(end, end));
        Process process = new ProcessBuilder("sleep", "60").start();
        Path file = Files.writeString(folder.resolve("forgotten.tmp"), "");
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var _ = new Socket(server.getInetAddress(), server.getLocalPort())) {
            var left = Remains.now(folder).since(before).things();
            assertThat(left.values()).anyMatch(thing -> thing.startsWith("forgotten"));
            assertThat(left).containsKey("process " + process.pid()).containsKey("file " + file);
            if (Files.isDirectory(Path.of("/proc/self/fd"))) {
                assertThat(left.keySet()).anyMatch(thing -> thing.startsWith("descriptor socket:"));
            }
        } finally {
            end.countDown();
            thread.join();
            process.destroyForcibly().waitFor();
            Files.delete(file);
        }
    }
}
