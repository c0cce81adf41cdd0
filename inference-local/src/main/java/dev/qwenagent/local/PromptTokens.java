package dev.qwenagent.local;

import dev.langchain4j.exception.InvalidRequestException;
import dev.qwenagent.local.chat.ChatPrompt;
import dev.qwenagent.local.chat.ChatTemplate;
import dev.qwenagent.local.chat.RenderedPrompt;
import dev.qwenagent.local.chat.jinja.TemplateException;
import dev.qwenagent.local.tokenizer.BpeTokenizer;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A prompt as tokens.
 *
 * @param rendered the prompt as text, with the tokenizer's marks in what comes from outside
 * @param ids its tokens
 * @param turns where in {@code ids} each turn of the conversation begins
 */
record PromptTokens(RenderedPrompt rendered, int[] ids, int[] turns) {

    private static final String TURN = "<|im_start|>";

    static PromptTokens of(ChatTemplate template, BpeTokenizer tokenizer, ChatPrompt prompt) {
        RenderedPrompt rendered = render(template, tokenizer, prompt);
        int[] ids = tokenizer.encodePrompt(rendered.text());
        OptionalInt turn = tokenizer.specialTokens().id(TURN);
        int[] turns = turn.isEmpty() ? new int[0]
                : IntStream.range(0, ids.length).filter(at -> ids[at] == turn.getAsInt()).toArray();
        return new PromptTokens(rendered, ids, turns);
    }

    private static RenderedPrompt render(ChatTemplate template, BpeTokenizer tokenizer, ChatPrompt prompt) {
        try {
            return template.render(prompt, tokenizer.specialTokens()::guarded);
        } catch (TemplateException refused) {
            throw new InvalidRequestException(refused.getMessage(), refused);
        }
    }

    /**
     * Where a later prompt is likely to leave this one: behind the first turn, which holds the instructions and the tools,
     * and before the reply, whose thought is left out once it is an earlier turn.
     */
    int[] checkpoints() {
        return turns.length < 2 ? new int[0] : new int[]{turns[1], turns[turns.length - 1]};
    }
}
