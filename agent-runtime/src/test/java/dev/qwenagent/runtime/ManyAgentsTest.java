package dev.qwenagent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import dev.langchain4j.store.memory.chat.InMemoryChatMemoryStore;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.AgentTask;
import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.tools.RequiresScope;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two hundred agents at once, each hearing, saying and keeping what is its own. */
@Timeout(240)
class ManyAgentsTest {

    private static final int AGENTS = 200;
    private static final int ROUNDS = 3;

    @TempDir
    private Path folder;

    /** Keeps what was noted with it. */
    public static final class Notebook {

        private final List<String> notes = Collections.synchronizedList(new ArrayList<>());

        @Tool("Note a line")
        @RequiresScope("notes.add")
        public String note(String line) {
            notes.add(line);
            return "noted " + line;
        }
    }

    /** One run, with all that was heard of it by its own listener and by the agent's. */
    private record Heard(String round, AgentResult result, List<AgentEvent> own, List<AgentEvent> agents) {}

    private static Agent agent(Notebook notebook, RecordedRun recorded, ChatMemoryStore store) {
        return Agents.builder()
                .model(new Chorister())
                .tools(notebook)
                .allow("notes.*")
                .conversations(store)
                .listener(recorded)
                .build();
    }

    private static AgentResult run(Agent agent, String conversation, String round, RecordedRun own) {
        return agent.run(AgentTask.of(round).inConversation(conversation).listener(own));
    }

    /** Starts all of them together, and waits for all. */
    private static <T> List<T> together(List<Callable<T>> works) throws Exception {
        var start = new CountDownLatch(1);
        List<T> results = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> under = works.stream().map(work -> threads.submit(() -> {
                start.await();
                return work.call();
            })).toList();
            start.countDown();
            for (Future<T> future : under) {
                results.add(future.get());
            }
        }
        return results;
    }

    private static List<Heard> rounds(int number) {
        String name = Chorister.name(number);
        var notebook = new Notebook();
        var recorded = new RecordedRun();
        List<Heard> heard = new ArrayList<>();
        try (Agent agent = agent(notebook, recorded, new InMemoryChatMemoryStore())) {
            for (int i = 1; i <= ROUNDS; i++) {
                String round = name + " round " + i;
                var own = new RecordedRun();
                AgentResult result = run(agent, name, round, own);
                heard.add(new Heard(round, result, own.events(), recorded.events()
                        .stream()
                        .filter(event -> event.runId().equals(result.runId()))
                        .toList()));
            }
        }
        assertThat(notebook.notes).containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, ROUNDS)
                .boxed()
                .flatMap(i -> Chorister.notes(name + " round " + i).stream())
                .toList());
        return heard;
    }

    private static List<String> kinds(List<AgentEvent> events) {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    @Test
    void everyRunOfTwoHundredAgentsIsHeardWholeAndInOrder() throws Exception {
        List<List<String>> alone = rounds(0).stream().map(heard -> kinds(heard.own())).toList();
        List<List<Heard>> all = together(IntStream.range(0, AGENTS)
                .<Callable<List<Heard>>>mapToObj(number -> () -> rounds(number))
                .toList());
        for (List<Heard> agent : all) {
            assertThat(agent).extracting(heard -> kinds(heard.own())).isEqualTo(alone);
            for (Heard heard : agent) {
                assertThat(heard.result().text()).isEqualTo(Chorister.answer(heard.round()));
                assertThat(heard.agents()).isEqualTo(heard.own());
                assertThat(heard.own()).extracting(AgentEvent::runId).containsOnly(heard.result().runId());
                assertThat(heard.own().getFirst()).isInstanceOf(AgentEvent.RunStarted.class);
                assertThat(heard.own().getLast()).isInstanceOf(AgentEvent.RunEnded.class);
            }
        }
        assertThat(all.stream().flatMap(List::stream).map(heard -> heard.result().runId()).distinct())
                .hasSize(AGENTS * ROUNDS);
    }

    @Test
    void runsInSharedConversationsTakeTurnsAndMixNothing() throws Exception {
        int conversations = 20;
        int runs = 15;
        var store = new InMemoryChatMemoryStore();
        try (Agent agent = agent(new Notebook(), new RecordedRun(), store)) {
            List<Callable<AgentResult>> works = new ArrayList<>();
            for (int run = 1; run <= runs; run++) {
                for (int c = 0; c < conversations; c++) {
                    String name = Chorister.name(c);
                    String round = name + " round " + run;
                    works.add(() -> run(agent, name, round, new RecordedRun()));
                }
            }
            assertThat(together(works)).extracting(AgentResult::stopReason).containsOnly(StopReason.ANSWERED);
        }
        for (int c = 0; c < conversations; c++) {
            List<ChatMessage> messages = store.getMessages(Chorister.name(c));
            List<String> rounds = messages.stream()
                    .filter(UserMessage.class::isInstance)
                    .map(message -> ((UserMessage) message).singleText())
                    .toList();
            assertThat(rounds).doesNotHaveDuplicates().hasSize(runs);
            int each = messages.size() / runs;
            for (int i = 0; i < runs; i++) {
                List<ChatMessage> turn = messages.subList(i * each, (i + 1) * each);
                assertThat(turn.getFirst()).isInstanceOf(UserMessage.class);
                assertThat(((AiMessage) turn.getLast()).text()).isEqualTo(Chorister.answer(rounds.get(i)));
            }
        }
    }

    @Test
    void nothingOfARunIsKeptByItsAgentOnceItIsOver() throws Exception {
        Remains before = Remains.now(folder);
        var caller = new CancellationSource();
        try (Agent agent = agent(new Notebook(), new RecordedRun(), new InMemoryChatMemoryStore())) {
            List<WeakReference<Object>> traces = traces(agent, caller);
            assertThat(traces).hasSize(3 * AGENTS);
            for (int i = 0; i < 100 && remaining(traces) > 0; i++) {
                System.gc();
                Thread.sleep(20);
            }
            assertThat(remaining(traces)).isZero();
            Remains.nothingIsLeftSince(before, folder);
        }
    }

    /** The task, its listener and its result of many runs, held by nobody here. */
    private static List<WeakReference<Object>> traces(Agent agent, CancellationSource caller) throws Exception {
        List<Callable<List<WeakReference<Object>>>> works = new ArrayList<>();
        for (int number = 0; number < AGENTS; number++) {
            String round = Chorister.name(number) + " round 1";
            works.add(() -> {
                var own = new RecordedRun();
                AgentTask task = AgentTask.of(round).listener(own).endingWith(caller);
                AgentResult result = agent.run(task);
                return List.of(new WeakReference<>(task), new WeakReference<>(own), new WeakReference<>(result));
            });
        }
        return together(works).stream().flatMap(List::stream).toList();
    }

    private static long remaining(List<WeakReference<Object>> traces) {
        return traces.stream().filter(trace -> trace.get() != null).count();
    }

    @Test
    void eventsOfAllRunsOfOneAgentTellThemApart() throws Exception {
        var recorded = new RecordedRun();
        try (Agent agent = agent(new Notebook(), recorded, new InMemoryChatMemoryStore())) {
            together(IntStream.range(0, AGENTS)
                    .<Callable<AgentResult>>mapToObj(number -> () -> agent.run(Chorister.name(number) + " round 1"))
                    .toList());
        }
        Map<String, List<AgentEvent>> runs = recorded.events()
                .stream()
                .collect(
                        Collectors.groupingBy(AgentEvent::runId));
        assertThat(runs).hasSize(AGENTS);
        assertThat(runs.values()).extracting(ManyAgentsTest::kinds)
                .containsOnly(kinds(runs.values().iterator().next()));
        for (List<AgentEvent> events : runs.values()) {
            String task = ((AgentEvent.RunStarted) events.getFirst()).task();
            assertThat(events.get(events.size() - 2))
                    .isInstanceOfSatisfying(AgentEvent.Answered.class,
                            answered -> assertThat(answered.text()).isEqualTo(Chorister.answer(task)));
        }
    }
}
