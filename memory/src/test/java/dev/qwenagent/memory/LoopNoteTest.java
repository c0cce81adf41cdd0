package dev.qwenagent.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.store.memory.chat.InMemoryChatMemoryStore;
import org.junit.jupiter.api.Test;

class LoopNoteTest {

    @Test
    void noteIsKnownAsOneAlsoAfterItWasStored() {
        var note = LoopNote.of("Think again.");
        assertThat(LoopNote.is(note)).isTrue();
        assertThat(LoopNote.is(ChatMessageDeserializer.messageFromJson(ChatMessageSerializer.messageToJson(note))))
                .isTrue();
        assertThat(LoopNote.is(UserMessage.from("Think again."))).isFalse();
    }

    @Test
    void noteDoesNotPushTheTaskItIsAboutOutOfTheWindow() {
        var memory = new TokenWindowMemory("c", 100, new ApproximateTokenCount(), new InMemoryChatMemoryStore());
        var task = UserMessage.from("the task");
        memory.add(task);
        for (int i = 0; i < 10; i++) {
            memory.add(AiMessage.from("an answer that is not what was asked for, number " + i));
            memory.add(LoopNote.of("No."));
        }
        assertThat(memory.messages()).startsWith(task).hasSizeLessThan(21);
    }
}
