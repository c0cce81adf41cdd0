package dev.qwenagent.local;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.qwenagent.local.chat.ChatPrompt;
import dev.qwenagent.local.chat.ChatTemplate;
import dev.qwenagent.local.chat.RenderedPrompt;
import dev.qwenagent.local.chat.jinja.TemplateException;
import dev.qwenagent.local.tokenizer.BpeTokenizer;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A prompt as tokens.
 *
 * @param rendered the prompt as text, with the tokenizer's marks in what comes from outside
 * @param ids its tokens
 * @param turns where in {@code ids} each turn of the conversation begins
 * @param repliesToQuestion how many of them come after the last question
 */
record PromptTokens(RenderedPrompt rendered, int[] ids, int[] turns, int repliesToQuestion) {

    private static final String TURN = "<|im_start|>";

    static PromptTokens of(ChatTemplate template, BpeTokenizer tokenizer, ChatPrompt prompt) {
        RenderedPrompt rendered = render(template, tokenizer, prompt);
        int[] ids = tokenizer.encodePrompt(rendered.text());
        OptionalInt turn = tokenizer.specialTokens().id(TURN);
        int[] turns = turn.isEmpty() ? new int[0]
                : IntStream.range(0, ids.length).filter(at -> ids[at] == turn.getAsInt()).toArray();
        return new PromptTokens(rendered, ids, turns, repliesToQuestion(prompt.messages()));
    }

    private static RenderedPrompt render(ChatTemplate template, BpeTokenizer tokenizer, ChatPrompt prompt) {
        try {
            return template.render(prompt, tokenizer.specialTokens()::guarded);
        } catch (TemplateException refused) {
            throw new InvalidRequestException(refused.getMessage(), refused);
        }
    }

    /**
     * Where a later prompt is likely to leave this one: behind the first turn, which holds the instructions and the tools;
     * before the first reply to the last question, since templates leave the thoughts behind it out once there is another
     * question; and before the reply to this prompt.
     */
    int[] checkpoints() {
        return turns.length < 2 ? new int[0]
                : IntStream.of(turns[1], turns[Math.max(1, turns.length - repliesToQuestion)], turns[turns.length - 1])
                        .sorted()
                        .distinct()
                        .toArray();
    }

    /** Turns from the first reply to the last question on; the results of several calls share a turn. */
    private static int repliesToQuestion(List<ChatMessage> messages) {
        int count = 1;
        for (int i = messages.size() - 1; i >= 0 && !(messages.get(i) instanceof UserMessage); i--) {
            boolean sameTurn = messages.get(i) instanceof ToolExecutionResultMessage && i + 1 < messages.size()
                    && messages.get(i + 1) instanceof ToolExecutionResultMessage;
            count += sameTurn ? 0 : 1;
        }
        return count;
    }
}
