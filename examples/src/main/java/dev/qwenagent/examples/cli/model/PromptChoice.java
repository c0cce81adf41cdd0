package dev.qwenagent.examples.cli.model;

import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.local.model.Model;
import dev.qwenagent.local.tokenizer.BpeTokenizer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a model shall take in: the ids of tokens, or a text. */
final class PromptChoice {

    @Option(names = "--tokens", required = true, paramLabel = "IDS", description = "The ids of tokens, as in 1,2,3")
    private @Nullable String tokens;

    @Option(names = "--prompt", required = true, paramLabel = "TEXT", //
            description = "A text; special tokens spelled in it, such as <|im_start|>, are tokens")
    private @Nullable String prompt;

    /**
     * The tokens.
     *
     * @throws UsageException if there are none, more than the context holds, or one is not in the vocabulary
     */
    int[] of(Model model, BpeTokenizer tokenizer) {
        String option = tokens == null ? "--prompt" : "--tokens";
        int[] ids = tokens == null ? tokenizer.encodePrompt(Objects.requireNonNull(prompt)) : ids(tokens);
        int vocabulary = model.config().vocabulary();
        int context = model.config().contextLength();
        if (ids.length == 0) {
            throw new UsageException(option + ": expected at least one token, found none");
        }
        if (ids.length > context) {
            throw new UsageException(
                    option + ": expected at most " + context + " tokens, the model's context, found " + ids.length);
        }
        for (int id : ids) {
            if (id < 0 || id >= vocabulary) {
                throw new UsageException(option + ": expected ids from 0 to " + (vocabulary - 1) + ", found " + id);
            }
        }
        return ids;
    }

    private static int[] ids(String list) {
        try {
            return list.isBlank() ? new int[0]
                    : Arrays.stream(list.split(",", -1)).map(String::strip).mapToInt(Integer::parseInt).toArray();
        } catch (NumberFormatException e) {
            throw new UsageException("--tokens: expected whole numbers with commas between them, found '" + list + "'",
                    e);
        }
    }
}
