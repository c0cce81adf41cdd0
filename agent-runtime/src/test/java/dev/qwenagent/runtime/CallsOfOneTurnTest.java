package dev.qwenagent.runtime;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.store.memory.chat.InMemoryChatMemoryStore;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.AgentTask;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.guard.AnswerNeed;
import dev.qwenagent.api.guard.GuardVerdict;
import dev.qwenagent.api.guard.Guardrail;
import dev.qwenagent.api.guard.RunSoFar;
import dev.qwenagent.api.journal.CallPlace;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.testing.InMemoryRunJournal;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ToolContext;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.tools.RequiresScope;
import dev.qwenagent.tools.RunsAlone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CallsOfOneTurnTest {

    private final Kitchen kitchen = new Kitchen();
    private final RecordedRun recorded = new RecordedRun();
    private final InMemoryRunJournal journal = new InMemoryRunJournal();

    /** Dishes that can be held back, and a stove for one. */
    @RequiresScope("kitchen.cook")
    public static final class Kitchen {

        private final CyclicBarrier both = new CyclicBarrier(2);
        private final CountDownLatch served = new CountDownLatch(1);
        private final CountDownLatch never = new CountDownLatch(1);
        private final CountDownLatch waiting = new CountDownLatch(1);
        private final List<String> done = Collections.synchronizedList(new ArrayList<>());
        private final AtomicInteger atTheStove = new AtomicInteger();
        private final AtomicInteger mostAtTheStove = new AtomicInteger();

        @Tool("Returns when two are in it")
        public String meet(String name) throws Exception {
            both.await(20, TimeUnit.SECONDS);
            return name + " met";
        }

        @Tool("Returns after the quick dish")
        public String slow() throws Exception {
            assertThat(served.await(20, TimeUnit.SECONDS)).isTrue();
            done.add("slow");
            return "slow dish";
        }

        @Tool("Returns at once")
        public String quick() {
            done.add("quick");
            served.countDown();
            return "quick dish";
        }

        @Tool("Fails at once")
        public String burn() {
            throw new IllegalStateException("burnt");
        }

        @Tool("Returns never")
        public String wait_for_ever() throws InterruptedException {
            waiting.countDown();
            never.await();
            return "at last";
        }

        @Tool("Uses the stove")
        @RunsAlone
        public String fry(String what) throws InterruptedException {
            mostAtTheStove.accumulateAndGet(atTheStove.incrementAndGet(), Math::max);
            Thread.yield();
            done.add("fry " + what);
            atTheStove.decrementAndGet();
            return "fried " + what;
        }

        @Tool("Needs something from the cellar")
        public String fetch(String what, ToolContext context) {
            context.authorize(new Scope("cellar", "open", what));
            return "fetched " + what;
        }
    }

    private AgentBuilder agent(ScriptedReply... replies) {
        return Agents.builder()
                .model(ScriptedChatModel.of(replies))
                .tools(kitchen)
                .allow("kitchen.*")
                .listener(recorded)
                .journal(journal);
    }

    private AgentResult run(AgentBuilder builder) {
        try (Agent agent = builder.build()) {
            return agent.run("Cook.");
        }
    }

    private static ScriptedReply calls(String... toolsAndNames) {
        ScriptedReply reply = new ScriptedReply(null, null, List.of(), null);
        for (String call : toolsAndNames) {
            String[] parts = call.split(" ");
            reply = reply.andCall(parts[0], parts.length == 1 ? "{}"
                    : "{\"" + (parts[0].equals("meet") ? "name" : "what") + "\": \"" + parts[1] + "\"}");
        }
        return reply;
    }

    private <E extends JournalEntry> List<E> entries(AgentResult result, Class<E> kind) {
        return journal.read(result.runId()).stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void callsRunAtTheSameTime() {
        run(agent(calls("meet a", "meet b"), text("Done.")));
        assertThat(recorded.results()).containsExactly("a met", "b met");
    }

    @Test
    void resultsAreInTheModelsOrderWhateverOrderTheyEndIn() {
        var model = ScriptedChatModel.of(calls("slow", "quick"), text("Done."));
        AgentResult result = run(agent().model(model));
        assertThat(kitchen.done).containsExactly("quick", "slow");
        assertThat(recorded.results()).containsExactly("slow dish", "quick dish");
        assertThat(result.calls()).extracting(made -> made.outcome().textForModel())
                .containsExactly("slow dish", "quick dish");
        assertThat(model.requests().getLast().messages()).filteredOn(ToolExecutionResultMessage.class::isInstance)
                .extracting(message -> ((ToolExecutionResultMessage) message).text())
                .containsExactly("slow dish", "quick dish");
        assertThat(entries(result, JournalEntry.CallEnded.class)).extracting(JournalEntry.CallEnded::place)
                .containsExactlyInAnyOrder(new CallPlace(1, 1), new CallPlace(1, 2));
    }

    @Test
    void allCallsOfAGroupAreWrittenDownBeforeOneOfThemEnds() {
        AgentResult result = run(agent(calls("slow", "quick"), text("Done.")));
        assertThat(journal.read(result.runId())).filteredOn(entry -> entry instanceof JournalEntry.CallBegan
                || entry instanceof JournalEntry.CallEnded)
                .extracting(entry -> entry.getClass().getSimpleName())
                .containsExactly("CallBegan", "CallBegan", "CallEnded", "CallEnded");
    }

    @Test
    void callThatMustRunAloneWaitsForThoseBeforeAndIsWaitedForByThoseAfter() {
        AgentResult result = run(agent(calls("slow", "quick", "fry egg", "fry ham", "quick"), text("Done.")));
        assertThat(kitchen.done).containsExactly("quick", "slow", "fry egg", "fry ham", "quick");
        assertThat(kitchen.mostAtTheStove).hasValue(1);
        assertThat(entries(result, JournalEntry.CallEnded.class)).hasSize(5);
        assertThat(recorded.results()).containsExactly("slow dish", "quick dish", "fried egg", "fried ham",
                "quick dish");
    }

    @Test
    void callThatFailsDoesNotEndTheOthers() {
        run(agent(calls("slow", "burn", "no_such_tool", "quick"), text("Done.")));
        assertThat(recorded.results()).satisfiesExactly(
                slow -> assertThat(slow).isEqualTo("slow dish"),
                burnt -> assertThat(burnt).startsWith("error: ").contains("burnt"),
                unknown -> assertThat(unknown).startsWith("error: there is no tool"),
                quick -> assertThat(quick).isEqualTo("quick dish"));
    }

    @Test
    void personIsAskedAboutOneCallAfterTheOtherBeforeAnyOfThemBegins() {
        List<String> asked = new ArrayList<>();
        var asking = new AtomicInteger();
        run(agent(calls("meet a", "meet b"), text("Done.")).ask("kitchen.*").approver(request -> {
            assertThat(asking.incrementAndGet()).isEqualTo(1);
            asked.add(request.arguments());
            assertThat(kitchen.both.getNumberWaiting()).isZero();
            asking.decrementAndGet();
            return request.once();
        }));
        assertThat(asked).containsExactly("{\"name\":\"a\"}", "{\"name\":\"b\"}");
        assertThat(recorded.results()).containsExactly("a met", "b met");
    }

    @Test
    void callsThatRunTogetherAskForMoreOneAfterTheOther() {
        var asking = new AtomicInteger();
        List<String> together = Collections.synchronizedList(new ArrayList<>());
        run(agent(calls("fetch wine", "fetch beer", "fetch milk"), text("Done.")).ask("cellar.*")
                .approver(request -> {
                    together.add("asked by " + asking.incrementAndGet());
                    Thread.yield();
                    asking.decrementAndGet();
                    return request.once();
                }));
        assertThat(together).containsOnly("asked by 1").hasSize(3);
        assertThat(recorded.results()).containsExactly("fetched wine", "fetched beer", "fetched milk");
    }

    @Test
    void cancelEndsAllCallsAndTellsOfEachWhatIsKnown() throws Exception {
        var store = new InMemoryChatMemoryStore();
        AgentBuilder builder = agent(calls("quick", "wait_for_ever", "fry egg")).conversations(store);
        String runId;
        try (Agent agent = builder.build()) {
            var result = CompletableFuture.supplyAsync(() -> agent.run(AgentTask.of("Cook.").inConversation("c")));
            assertThat(kitchen.waiting.await(20, TimeUnit.SECONDS)).isTrue();
            runId = recorded.events().getFirst().runId();
            while (journal.read(runId).stream().noneMatch(JournalEntry.CallEnded.class::isInstance)) {
                Thread.onSpinWait();
            }
            agent.cancel();
            assertThat(result.get(20, TimeUnit.SECONDS).stopReason()).isEqualTo(StopReason.CANCELLED);
        }
        assertThat(recorded.results()).satisfiesExactly(
                quick -> assertThat(quick).isEqualTo("quick dish"),
                waiting -> assertThat(waiting).endsWith("whether it took effect is unknown"),
                fried -> assertThat(fried).endsWith("was not made"));
        assertThat(store.getMessages("c")).filteredOn(ToolExecutionResultMessage.class::isInstance).hasSize(3);
        assertThat(journal.read(runId)).filteredOn(JournalEntry.CallEnded.class::isInstance).hasSize(1);
        assertThat(kitchen.done).containsExactly("quick");
    }

    /** Ends the run at a result with a certain text. */
    private record NoSlowFood() implements Guardrail {
        @Override
        public GuardVerdict<ToolOutcome> onResult(RunSoFar run, ToolExecutionRequest call, ToolOutcome outcome) {
            return outcome.textForModel().startsWith("slow") ? GuardVerdict.stop("too slow") : GuardVerdict.pass();
        }

        @Override
        public AnswerNeed answerNeed() {
            return AnswerNeed.NOTHING;
        }
    }

    @Test
    void guardrailThatStopsAtOneResultLeavesTheOthersTheirs() {
        AgentResult result = run(agent(calls("slow", "quick", "fry egg")).guardrail(new NoSlowFood()));
        assertThat(result.stopReason()).isEqualTo(StopReason.BLOCKED);
        assertThat(recorded.results()).satisfiesExactly(
                slow -> assertThat(slow).contains("withheld").contains("too slow"),
                quick -> assertThat(quick).isEqualTo("quick dish"),
                fried -> assertThat(fried).endsWith("was not made"));
    }

    @Test
    void callsOfOneGroupAreJudgedInTheConversationAsItWasWhenTheGroupBegan() {
        Map<String, Boolean> asked = new ConcurrentHashMap<>();
        var desk = new Desk();
        try (Agent agent = Agents.builder()
                .model(ScriptedChatModel.of(
                        call("read_web", "{\"url\": \"x\"}").andCall("follow", "{\"link\": \"1\"}"),
                        call("follow", "{\"link\": \"2\"}"), text("Done.")))
                .tools(desk)
                .allow("**")
                .listener(recorded)
                .approver(request -> {
                    asked.put(request.arguments(), true);
                    return request.once();
                })
                .build()) {
            agent.run("Read and follow.");
        }
        assertThat(asked).containsOnlyKeys("{\"link\":\"2\"}");
    }

    @Test
    void oneOfSeveralCallsThatIsDeniedDoesNotKeepTheOthersFromRunning() {
        run(agent(calls("meet a", "fetch wine", "meet b"), text("Done.")));
        assertThat(recorded.results().get(0)).isEqualTo("a met");
        assertThat(recorded.results().get(1)).startsWith("Denied: ");
        assertThat(recorded.results().get(2)).isEqualTo("b met");
        assertThat(recorded.events(AgentEvent.ToolFinished.class)).hasSize(3);
    }

    @Test
    void messagesOfTheRoundStayACallAndItsResult() {
        var model = ScriptedChatModel.of(calls("slow", "quick"), text("Done."));
        run(agent().model(model));
        List<ChatMessage> messages = model.requests().getLast().messages();
        assertThat(messages).hasSize(4);
        assertThat(messages.subList(2, 4)).allMatch(ToolExecutionResultMessage.class::isInstance);
    }
}
