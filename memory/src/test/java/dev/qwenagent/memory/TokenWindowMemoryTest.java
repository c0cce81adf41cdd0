package dev.qwenagent.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import dev.langchain4j.store.memory.chat.InMemoryChatMemoryStore;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenWindowMemoryTest {

    private static final SystemMessage SYSTEM = SystemMessage.from("sys");

    private final ApproximateTokenCount count = new ApproximateTokenCount();
    private final ChatMemoryStore store = new InMemoryChatMemoryStore();

    private TokenWindowMemory memory(int maxTokens) {
        return new TokenWindowMemory("c1", maxTokens, count, store);
    }

    /** A user's message of this many tokens. */
    private static UserMessage user(String name, int tokens) {
        return UserMessage.from(padded(name, tokens));
    }

    private static AiMessage says(String name, int tokens) {
        return AiMessage.from(padded(name, tokens));
    }

    /** A message with one call, 10 tokens. */
    private static AiMessage calls(String id) {
        return AiMessage.builder().text("x").toolExecutionRequests(List.of(request(id))).build();
    }

    private static ToolExecutionResultMessage result(String id, int tokens) {
        return ToolExecutionResultMessage.from(request(id), padded(id, tokens));
    }

    private static ToolExecutionRequest request(String id) {
        return ToolExecutionRequest.builder().id(id).name("t").build();
    }

    private static String padded(String name, int tokens) {
        return name + "-".repeat(3 * (tokens - 4) - name.length());
    }

    @Test
    void showsAllThatFits() {
        var memory = memory(30);
        List<ChatMessage> all = List.of(user("u1", 10), says("a1", 10), user("u2", 10));
        memory.add(all);
        assertThat(memory.messages()).isEqualTo(all);
        assertThat(memory.id()).isEqualTo("c1");
    }

    @Test
    void oldestTurnsGoWholeAndMakeRoomDownToThreeQuarters() {
        var memory = memory(100);
        for (int turn = 1; turn <= 5; turn++) {
            memory.add(user("u" + turn, 10), says("a" + turn, 10));
        }
        memory.add(user("u6", 10));
        assertThat(memory.messages()).containsExactly(
                user("u3", 10), says("a3", 10), user("u4", 10), says("a4", 10), user("u5", 10), says("a5", 10),
                user("u6", 10));
    }

    @Test
    void windowKeepsItsBeginningUntilItIsFullAgain() {
        var memory = memory(100);
        for (int turn = 1; turn <= 5; turn++) {
            memory.add(user("u" + turn, 10), says("a" + turn, 10));
        }
        memory.add(user("u6", 10));
        List<ChatMessage> before = memory.messages();
        memory.add(says("a6", 10), user("u7", 10), says("a7", 10));
        assertThat(memory.messages()).hasSize(10).startsWith(before.toArray(ChatMessage[]::new));
    }

    @Test
    void turnThatFitsByItselfIsNotShortened() {
        var memory = memory(100);
        memory.add(user("u1", 20));
        List<ChatMessage> turn = List.of(user("u2", 10), calls("c1"), result("c1", 30), calls("c2"), result("c2", 30));
        memory.add(turn);
        assertThat(memory.messages()).isEqualTo(turn);
    }

    @Test
    void longTurnLosesItsOldestStepsAndKeepsItsBeginning() {
        var memory = memory(100);
        memory.add(SYSTEM);
        memory.add(user("u1", 10), calls("c1"), result("c1", 30), calls("c2"), result("c2", 30), calls("c3"),
                result("c3", 30));
        assertThat(memory.messages()).containsExactly(
                SYSTEM, user("u1", 10), calls("c2"), result("c2", 30), calls("c3"), result("c3", 30));
    }

    @Test
    void reopenedConversationThatDoesNotFitBeginsAnewWithThreeQuarters() {
        var memory = memory(100);
        memory.add(SYSTEM);
        memory.add(user("u1", 10), calls("c1"), result("c1", 30), calls("c2"), result("c2", 30), calls("c3"),
                result("c3", 30));
        var reopened = memory(100);
        assertThat(reopened.messages()).containsExactly(SYSTEM, user("u1", 10), calls("c3"), result("c3", 30));
        assertThat(reopened.history()).isEqualTo(memory.history());
    }

    @Test
    void newestStepStaysHoweverLong() {
        var memory = memory(20);
        memory.add(user("u1", 50), calls("c1"), result("c1", 500));
        assertThat(memory.messages()).containsExactly(user("u1", 50), calls("c1"), result("c1", 500));
    }

    @Test
    void systemMessageStaysThoughItAloneIsTooLong() {
        var memory = memory(1);
        memory.add(SYSTEM);
        memory.add(user("u1", 10), says("a1", 10), user("u2", 10));
        assertThat(memory.messages()).containsExactly(SYSTEM, user("u2", 10));
    }

    @Test
    void conversationThatBeginsWithoutAUserIsShortenedToo() {
        var memory = memory(40);
        memory.add(says("a1", 20), says("a2", 20), says("a3", 20));
        assertThat(memory.messages()).containsExactly(says("a3", 20));
    }

    @Test
    void newSystemMessageTakesThePlaceOfTheOldOne() {
        var memory = memory(100);
        memory.add(user("u1", 10));
        memory.add(SYSTEM);
        memory.add(SystemMessage.from("new"));
        assertThat(memory.messages()).containsExactly(SystemMessage.from("new"), user("u1", 10));
        assertThat(store.getMessages("c1")).isEqualTo(memory.history()).hasSize(2);
    }

    @Test
    void sameSystemMessageAgainLeavesTheWindowAlone() {
        var memory = memory(100);
        memory.add(SYSTEM);
        for (int turn = 1; turn <= 6; turn++) {
            memory.add(user("u" + turn, 10), says("a" + turn, 10));
        }
        List<ChatMessage> before = memory.messages();
        assertThat(count.estimateTokenCountInMessages(before)).isGreaterThan(75);
        memory.add(SYSTEM);
        assertThat(memory.messages()).isEqualTo(before);
    }

    @Test
    void resultsMayComeOneByOne() {
        var memory = memory(1000);
        var both = AiMessage.from(request("c1"), request("c2"));
        memory.add(user("u1", 10), both, result("c2", 10));
        assertThat(memory.messages()).containsExactly(user("u1", 10), both, result("c2", 10));
        memory.add(result("c1", 10));
        assertThat(memory.messages()).hasSize(4);
    }

    @Test
    void stepThatWasCutShortIsKeptButNotShown() {
        var memory = memory(1000);
        var both = AiMessage.from(request("c1"), request("c2"));
        memory.add(user("u1", 10), both, result("c1", 10), user("u2", 10));
        assertThat(memory.messages()).containsExactly(user("u1", 10), user("u2", 10));
        memory.add(result("c2", 10));
        assertThat(memory.messages()).containsExactly(user("u1", 10), user("u2", 10));
        assertThat(store.getMessages("c1")).hasSize(5);
    }

    @Test
    void resultThatNobodyAskedForIsNotShown() {
        var memory = memory(1000);
        memory.add(result("c0", 10), user("u1", 10), result("c0", 10), says("a1", 10), result("c0", 10));
        assertThat(memory.messages()).containsExactly(user("u1", 10), says("a1", 10));
    }

    @Test
    void resultThatCameTwiceIsShownOnce() {
        var memory = memory(1000);
        memory.add(user("u1", 10), calls("c1"), result("c1", 10), result("c1", 20), says("a1", 10));
        assertThat(memory.messages()).containsExactly(user("u1", 10), calls("c1"), result("c1", 10), says("a1", 10));
    }

    @Test
    void callsWithoutIdsAreMatchedByNumber() {
        var memory = memory(1000);
        var call = ToolExecutionRequest.builder().name("t").arguments("{}").build();
        List<ChatMessage> all = List.of(user("u1", 10), AiMessage.from(call, call),
                ToolExecutionResultMessage.from(call, "1"), ToolExecutionResultMessage.from(call, "2"), user("u2", 10));
        memory.add(all);
        assertThat(memory.messages()).isEqualTo(all);
    }

    @Test
    void reopenedConversationThatFitsIsTheSame() {
        var memory = memory(1000);
        memory.add(SYSTEM);
        memory.add(user("u1", 10), calls("c1"), result("c1", 10), says("a1", 10));
        assertThat(memory(1000).messages()).isEqualTo(memory.messages());
    }

    @Test
    void clearedConversationIsGoneFromTheStore() {
        var memory = memory(1000);
        memory.add(SYSTEM);
        memory.add(user("u1", 10));
        memory.clear();
        assertThat(memory.messages()).isEmpty();
        assertThat(memory.history()).isEmpty();
        assertThat(store.getMessages("c1")).isEmpty();
    }

    @Test
    void listOnceTakenDoesNotGrow() {
        var memory = memory(1000);
        List<ChatMessage> before = memory.messages();
        memory.add(user("u1", 10));
        assertThat(before).isEmpty();
    }

    @Test
    void refusesAWindowWithoutRoom() {
        assertThatThrownBy(() -> memory(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 token, found 0");
    }
}
