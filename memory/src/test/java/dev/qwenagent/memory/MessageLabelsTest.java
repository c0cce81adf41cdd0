package dev.qwenagent.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.api.label.Declassification;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageLabelsTest {

    private static final Provenance FILE = Provenance.of("read_file /hr/pay.txt", Label.CONFIDENTIAL);
    private static final Provenance PAGE = Provenance.of("read_page https://a.example/", Label.UNTRUSTED);

    private static ChatMessage result(Provenance provenance) {
        return MessageLabels.put(ToolExecutionResultMessage.from("1", "read", "text"), provenance);
    }

    private static List<ChatMessage> storedAndReadBack(List<ChatMessage> messages) {
        return ChatMessageDeserializer.messagesFromJson(ChatMessageSerializer.messagesToJson(messages));
    }

    @Test
    void conversationHasTheJoinOfWhatItsMessagesHold() {
        assertThat(MessageLabels.of(List.of(UserMessage.from("hello"), result(FILE), result(PAGE))))
                .isEqualTo(FILE.join(PAGE));
        assertThat(MessageLabels.of(List.of(UserMessage.from("hello"), AiMessage.from("hi"))))
                .isEqualTo(Provenance.NONE);
    }

    @Test
    void labelsSurviveTheStore() {
        List<ChatMessage> messages = List.of(
                MessageLabels.put(UserMessage.from("summarise this"), PAGE), result(FILE),
                MessageLabels.put(AiMessage.from("said"), FILE.join(PAGE)));
        assertThat(MessageLabels.of(storedAndReadBack(messages))).isEqualTo(PAGE.join(FILE));
    }

    @Test
    void summaryInThePlaceOfMessagesHasTheirLabelAndNamesTheirSources() {
        List<ChatMessage> dropped = List.of(result(FILE), result(PAGE));
        UserMessage summary = MessageLabels.put(UserMessage.from("What happened so far: …"), MessageLabels.of(dropped));
        assertThat(MessageLabels.of(storedAndReadBack(List.of(summary)))).isEqualTo(FILE.join(PAGE));
    }

    @Test
    void replyKeepsTheLabelOfWhatSomebodyRemovedFromTheConversation() {
        var said = MessageLabels.put(AiMessage.from("the pay is 4,000"), FILE);
        assertThat(MessageLabels.of(List.of(said)).label()).isEqualTo(Label.CONFIDENTIAL);
    }

    @Test
    void personsDecisionHoldsFromThenOnAndSurvivesTheStore() {
        var decision = MessageLabels.declassification(
                new Declassification("read_file /hr/pay.txt", Label.PLAIN, "ana", "published since"));
        List<ChatMessage> messages = new ArrayList<>(List.of(
                result(FILE), MessageLabels.put(AiMessage.from("said"), FILE), result(PAGE), decision));
        assertThat(MessageLabels.of(storedAndReadBack(messages))).isEqualTo(PAGE);
        messages.add(result(FILE));
        assertThat(MessageLabels.of(messages).label().isConfidential()).isTrue();
        assertThat(LoopNote.is(decision)).isTrue();
    }

    @Test
    void labelThatCannotBeReadCountsAsTheHighest() {
        for (Object broken : List.of("text", List.of("text"), List.of(Map.of("name", "x", "integrity", "PERHAPS")))) {
            var message = UserMessage.builder()
                    .addContent(TextContent.from("x"))
                    .attributes(Map.of("qwenagent.sources", broken))
                    .build();
            assertThat(MessageLabels.of(List.of(message)).label())
                    .isEqualTo(Label.CONFIDENTIAL.join(Label.UNTRUSTED));
        }
    }

    @Test
    void noMessageButAPersonsDecisionLowersTheLabel() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Provenance sofar = Provenance.NONE;
            for (int i = 0; i < 40; i++) {
                Provenance more = List.of(Provenance.NONE, FILE, PAGE, FILE.join(PAGE)).get(random.nextInt(4));
                ChatMessage message = switch (random.nextInt(4)) {
                    case 0 -> result(more);
                    case 1 -> MessageLabels.put(UserMessage.from("u"), more);
                    case 2 -> MessageLabels.put(AiMessage.from("a"), more);
                    default -> LoopNote.of("again");
                };
                Provenance next = MessageLabels.after(sofar, message);
                assertThat(next.label().join(sofar.label())).as("seed %d", seed).isEqualTo(next.label());
                sofar = next;
            }
        }
    }
}
