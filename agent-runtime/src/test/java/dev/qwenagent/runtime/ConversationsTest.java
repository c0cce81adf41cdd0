package dev.qwenagent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.store.memory.chat.InMemoryChatMemoryStore;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.memory.ApproximateTokenCount;
import org.junit.jupiter.api.Test;

class ConversationsTest {

    private final Conversations conversations = new Conversations(new InMemoryChatMemoryStore(), null, 1_000,
            new ApproximateTokenCount());
    private final CancellationSource cancellation = new CancellationSource();

    @Test
    void conversationThatNobodyIsInLeavesNothingBehind() throws InterruptedException {
        int busy = conversations.in("c", cancellation, memory -> conversations.busy());
        assertThat(busy).isEqualTo(1);
        assertThatThrownBy(() -> conversations.in("d", cancellation, memory -> {
            throw new IllegalStateException("failed");
        })).hasMessage("failed");
        assertThat(conversations.busy()).isZero();
    }

    @Test
    void runInItsOwnConversationIsRefused() {
        assertThatThrownBy(() -> conversations.in("c", cancellation, memory -> {
            try {
                return conversations.in("c", cancellation, inner -> "two at once");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        })).isInstanceOf(AgentException.class).hasMessageContaining("its own conversation");
        assertThat(conversations.busy()).isZero();
    }
}
