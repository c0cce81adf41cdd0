package dev.qwenagent.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.store.memory.chat.InMemoryChatMemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every window after every message, for many conversations and budgets. */
class TokenWindowPropertyTest {

    private static final SystemMessage SYSTEM = SystemMessage.from("Be brief.");

    private final ApproximateTokenCount count = new ApproximateTokenCount();

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void windowIsWholeOrderedAndWithinItsBudget(int seed) {
        int budget = List.of(1, 60, 200, 800, 3000, 100_000).get(seed % 6);
        var store = new InMemoryChatMemoryStore();
        var memory = new TokenWindowMemory("c", budget, count, store);
        List<ChatMessage> said = new ArrayList<>(List.of(SYSTEM));
        memory.add(SYSTEM);
        for (ChatMessage message : new Conversations(seed).turns(12)) {
            memory.add(message);
            said.add(message);
            assertThat(store.getMessages("c")).isEqualTo(said).isEqualTo(memory.history());
            holds(memory.messages(), said, budget);
            holds(new TokenWindowMemory("c", budget, count, store).messages(), said, budget);
        }
    }

    private void holds(List<ChatMessage> window, List<ChatMessage> said, int budget) {
        assertThat(window.getFirst()).isEqualTo(SYSTEM);
        assertThat(window).doesNotHaveDuplicates().isSubsetOf(said);
        assertThat(window.stream().map(said::indexOf).toList()).isSorted();
        List<ChatMessage> users = said.stream().filter(UserMessage.class::isInstance).toList();
        assertThat(window).contains(users.getLast());
        callsAndResultsBelongTogether(window, said);
        if (count.estimateTokenCountInMessages(window) > budget) {
            nothingIsLeftToDrop(window, users.getLast());
        }
        if (count.estimateTokenCountInMessages(said) <= budget) {
            assertThat(window).containsAll(users);
        }
    }

    /** Each call is followed by its results, but for calls of the newest step, which may still be under way. */
    private static void callsAndResultsBelongTogether(List<ChatMessage> window, List<ChatMessage> said) {
        List<String> waiting = new ArrayList<>();
        for (ChatMessage message : window) {
            if (message instanceof ToolExecutionResultMessage result) {
                assertThat(waiting.remove(result.id())).as("the call of " + result.id()).isTrue();
            } else {
                assertThat(waiting).as("calls without result before " + message).isEmpty();
                if (message instanceof AiMessage ai) {
                    ai.toolExecutionRequests().stream().map(ToolExecutionRequest::id).forEach(waiting::add);
                }
            }
        }
        if (!waiting.isEmpty()) {
            assertThat(window.getLast()).isEqualTo(said.getLast());
        }
    }

    /** Beside the system message there are the newest user's message and at most one step. */
    private static void nothingIsLeftToDrop(List<ChatMessage> window, ChatMessage newestUser) {
        assertThat(window.get(1)).isEqualTo(newestUser);
        assertThat(window.stream().skip(2).filter(message -> !(message instanceof ToolExecutionResultMessage)))
                .hasSizeLessThanOrEqualTo(1);
    }
}
