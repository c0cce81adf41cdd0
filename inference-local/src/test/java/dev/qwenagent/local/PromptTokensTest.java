package dev.qwenagent.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.local.chat.ChatPrompt;
import dev.qwenagent.local.chat.ChatTemplate;
import dev.qwenagent.local.chat.GoldenChats;
import dev.qwenagent.local.chat.RenderedPrompt;
import dev.qwenagent.local.chat.Reply;
import dev.qwenagent.local.chat.ReplyEnd;
import dev.qwenagent.local.chat.ReplyReader;
import dev.qwenagent.local.chat.ReplyRules;
import dev.qwenagent.local.chat.Thinking;
import dev.qwenagent.local.tokenizer.BpeTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Long conversations, turn by turn: each prompt goes on from the last one, or leaves it at one of its checkpoints. */
class PromptTokensTest {

    private static final int TURNS = 50;
    private static final List<ToolSpecification> TOOLS = List.of(ToolSpecification.builder()
            .name("weather")
            .description("Get the weather")
            .build());

    @TempDir
    private static Path cache;

    private static BpeTokenizer tokenizer;

    @BeforeAll
    static void open() {
        try (LocalChatModel model = LocalChatModel.open(DemoModel.file(cache))) {
            tokenizer = model.tokenizer();
        }
    }

    /** What the model of a template writes: a thought where it thinks, then an answer or a call. */
    private static String written(ChatTemplate template, RenderedPrompt prompt, int turn) {
        String thought = prompt.opensThought() ? "Turn " + turn + ".\n</think>\n\n" : "";
        if (turn % 3 == 2) {
            return thought + "Answer " + turn + ".";
        }
        String call = switch (template.callFormat()) {
            case XML -> "<tool_call>\n<function=weather>\n<parameter=day>\n%d\n</parameter>\n</function>\n</tool_call>";
            case JSON, REACT -> "<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"day\": %d}}\n</tool_call>";
        };
        return thought + call.formatted(turn);
    }

    /** The template of QwQ leaves every earlier thought out, so that none of its prompts goes on from the last. */
    @ParameterizedTest
    @CsvSource({"qwen3, 30", "qwen3-instruct-2507, 49", "qwen3-next-instruct, 49", "qwen3-next-thinking, 30",
        "qwen3-coder, 49", "qwen3-coder-v2, 49", "qwen3.5, 30", "qwen3.6, 30", "qwen3.8, 30", "qwen3.8-max, 30",
        "qwen2.5, 49", "qwq, 0", "tiny-agent, 30"})
    void eachPromptGoesOnFromTheLastOrFromOneOfItsCheckpoints(String family, int goingOn) {
        ChatTemplate template = ChatTemplate.compile(GoldenChats.template(family));
        List<ChatMessage> messages = new ArrayList<>(List.of(SystemMessage.from("Be brief."), UserMessage.from("Q")));
        int[] known = {};
        List<Integer> checkpoints = new ArrayList<>();
        int wholly = 0;
        for (int turn = 0; turn < TURNS; turn++) {
            PromptTokens prompt = PromptTokens.of(template, tokenizer, new ChatPrompt(messages, TOOLS, Thinking.AUTO));
            int shared = Arrays.mismatch(known, prompt.ids());
            boolean goesOn = shared < 0 || shared == known.length;
            wholly += goesOn ? 1 : 0;
            int boundary = boundary(template, messages);
            assertThat(checkpoints.stream().filter(at -> goesOn || at <= shared).max(Integer::compare).orElse(0))
                    .as("%s, turn %d", family, turn)
                    .isGreaterThanOrEqualTo(goesOn ? 0 : boundary);
            checkpoints.removeIf(at -> !goesOn && at > shared);
            Arrays.stream(prompt.checkpoints()).forEach(checkpoints::add);
            String text = written(template, prompt.rendered(), turn);
            known = tokenizer.encodePrompt(prompt.rendered().text() + text);
            reply(template, prompt.rendered(), text, messages, turn);
        }
        assertThat(wholly).as("%s goes on without a break", family).isGreaterThanOrEqualTo(goingOn);
    }

    /** The end of the last message that both prompts have in common: the question before the last one. */
    private static int boundary(ChatTemplate template, List<ChatMessage> messages) {
        int question = messages.size() - 1;
        while (question > 1 && !(messages.get(question - 1) instanceof UserMessage)) {
            question--;
        }
        PromptTokens common = PromptTokens.of(template, tokenizer,
                new ChatPrompt(messages.subList(0, Math.max(2, question)), TOOLS, Thinking.AUTO));
        return common.turns()[common.turns().length - 1];
    }

    private static void reply(ChatTemplate template, RenderedPrompt prompt, String text, List<ChatMessage> messages,
            int turn) {
        ReplyReader reader = ReplyReader.after(prompt, ReplyRules.of(template.callFormat(), TOOLS), event -> {});
        reader.accept(text);
        Reply reply = reader.finish(ReplyEnd.STOPPED);
        assertThat(reply.errors()).isEmpty();
        AiMessage message = reply.toAiMessage(reply.calls().isEmpty() ? List.of() : List.of("call_" + turn));
        messages.add(message);
        for (ToolExecutionRequest call : message.toolExecutionRequests()) {
            messages.add(ToolExecutionResultMessage.from(call, "sun"));
        }
        if (reply.calls().isEmpty()) {
            messages.add(UserMessage.from("Q" + turn));
        }
    }
}
