package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.memory.ChatMemoryAccess;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.RunLimits;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.runtime.journal.Journals;
import dev.qwenagent.tools.RequiresScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a run costs beside its model and its tools, against LangChain4j's AiServices with the same model, tools and
 * conversation: a task, then a number of turns with one call each, then the answer. The model answers from memory.
 *
 * <pre>
 * mvn -Pbench -pl agent-runtime -am install -DskipTests
 * mvn -Pbench -pl agent-runtime test-compile exec:exec -Dbench="AgentTurn -prof gc"
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class AgentTurnBenchmark {

    private static final String TASK = "Add two, again and again.";

    /** Turns with a call; one more has the answer. */
    @Param({"1", "10"})
    private int calls;

    private Path folder;
    private Agent agent;
    private Agent onCallingThread;
    private Agent journalled;
    private Assistant service;
    private Remembering remembering;

    /** What AiServices makes. */
    public interface Assistant {

        /** Works on a task. */
        String work(String task);
    }

    /** What AiServices makes, with a memory for each conversation. */
    public interface Remembering extends ChatMemoryAccess {

        /** Works on a task. */
        String work(@MemoryId String id, @UserMessage String task);
    }

    /** The tool of both. */
    public static final class Calculator {

        /** Adds. */
        @Tool("Add two numbers")
        @RequiresScope("calc.add")
        public int add(@P("one number") int a, @P("another number") int b) {
            return a + b;
        }
    }

    /** Says what comes next by the number of results that it reads. */
    private static final class Script implements ChatModel {

        private final List<ChatResponse> replies = new ArrayList<>();

        Script(int calls) {
            for (int i = 0; i < calls; i++) {
                replies.add(reply(AiMessage.from(ToolExecutionRequest.builder()
                        .id("call-" + i)
                        .name("add")
                        .arguments("{\"a\": " + i + ", \"b\": 2}")
                        .build()), FinishReason.TOOL_EXECUTION));
            }
            replies.add(reply(AiMessage.from("The sum is what it is."), FinishReason.STOP));
        }

        private static ChatResponse reply(AiMessage message, FinishReason reason) {
            return ChatResponse.builder()
                    .aiMessage(message)
                    .finishReason(reason)
                    .tokenUsage(new TokenUsage(100, 10))
                    .build();
        }

        @Override
        public ChatResponse doChat(ChatRequest request) {
            int results = 0;
            for (var message : request.messages()) {
                if (message instanceof ToolExecutionResultMessage) {
                    results++;
                }
            }
            return replies.get(results);
        }
    }

    /** Builds all of them. */
    @Setup
    public void build() throws IOException {
        folder = Files.createTempDirectory("agent-turn");
        agent = builder().build();
        onCallingThread = builder().onCallingThread().build();
        journalled = builder().journal(Journals.in(folder)).build();
        service = AiServices.builder(Assistant.class)
                .chatModel(new Script(calls))
                .tools(new Calculator())
                .maxToolCallingRoundTrips(calls + 1)
                .build();
        remembering = AiServices.builder(Remembering.class)
                .chatModel(new Script(calls))
                .tools(new Calculator())
                .maxToolCallingRoundTrips(calls + 1)
                .chatMemoryProvider(_ -> MessageWindowChatMemory.withMaxMessages(100))
                .build();
    }

    private AgentBuilder builder() {
        return Agents.builder()
                .model(new Script(calls))
                .tools(new Calculator())
                .allow("**")
                .limits(RunLimits.DEFAULT.withTurns(calls + 1));
    }

    /** Closes what was built, and deletes the journal. */
    @TearDown
    public void close() throws IOException {
        agent.close();
        onCallingThread.close();
        journalled.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** LangChain4j, which keeps nothing. */
    @Benchmark
    public String aiServices() {
        return service.work(TASK);
    }

    /** LangChain4j with a window of messages, as our loop has one; it is thrown away afterwards, as ours is. */
    @Benchmark
    public String aiServicesWithMemory() {
        String answer = remembering.work("one", TASK);
        remembering.evictChatMemory("one");
        return answer;
    }

    /** Our loop on the thread that starts it, as LangChain4j works, with nothing written down. */
    @Benchmark
    public String oursOnCallingThread() {
        return onCallingThread.run(TASK).text();
    }

    /** Our loop on a thread of the run's own, with nothing written down. */
    @Benchmark
    public String ours() {
        return agent.run(TASK).text();
    }

    /** Our loop, with each step forced to disk before its effect. */
    @Benchmark
    public String oursWithFileJournal() {
        return journalled.run(TASK).text();
    }
}
