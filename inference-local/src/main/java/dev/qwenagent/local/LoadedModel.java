package dev.qwenagent.local;

import dev.qwenagent.local.chat.CallFormat;
import dev.qwenagent.local.chat.ChatTemplate;
import dev.qwenagent.local.chat.RenderedPrompt;
import dev.qwenagent.local.chat.ReplyRules;
import dev.qwenagent.local.chat.ThinkingSplitter;
import dev.qwenagent.local.chat.jinja.TemplateException;
import dev.qwenagent.local.gguf.GgufMetadata;
import dev.qwenagent.local.model.Model;
import dev.qwenagent.local.sampling.SamplingOptions;
import dev.qwenagent.local.session.InferenceSession;
import dev.qwenagent.local.tokenizer.BpeTokenizer;
import dev.qwenagent.local.tokenizer.SpecialTokens;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a model file brings: weights, tokenizer, chat template, and the ways to choose tokens that its makers advise. */
final class LoadedModel implements AutoCloseable {

    private final Model model;
    private final BpeTokenizer tokenizer;
    private final ChatTemplate template;
    private final CallFormat callFormat;
    private final SamplingOptions sampling;
    private final List<Integer> stopTokens;
    private final ReplyGrammars grammars;
    private final SplittableRandom random = new SplittableRandom();

    private LoadedModel(Model model) {
        this.model = model;
        GgufMetadata metadata = model.metadata();
        this.template = template(model.file().path(), metadata);
        this.callFormat = template.callFormat();
        this.tokenizer = BpeTokenizer.from(metadata);
        this.grammars = new ReplyGrammars(tokenizer);
        this.sampling = SamplingOptions.advisedBy(metadata);
        SpecialTokens special = tokenizer.specialTokens();
        this.stopTokens = IntStream.range(0, tokenizer.vocabulary().size()).filter(special::endsTurn).boxed().toList();
    }

    private static ChatTemplate template(Path file, GgufMetadata metadata) {
        String source = metadata.findText("tokenizer.chat_template")
                .orElseThrow(() -> new LocalModelException(file
                        + ": expected a chat template under tokenizer.chat_template, found none; use the file of a model"
                        + " that was trained for conversation"));
        try {
            return ChatTemplate.compile(source);
        } catch (TemplateException refused) {
            throw new LocalModelException(file + ": " + refused.getMessage(), refused);
        }
    }

    static LoadedModel open(Path file) {
        Model model = Model.open(file);
        boolean loaded = false;
        try {
            LoadedModel all = new LoadedModel(model);
            loaded = true;
            return all;
        } finally {
            if (!loaded) {
                model.close();
            }
        }
    }

    InferenceSession newSession(@Nullable Integer contextLength) {
        return contextLength == null ? InferenceSession.open(model) : InferenceSession.open(model, contextLength);
    }

    BpeTokenizer tokenizer() {
        return tokenizer;
    }

    ChatTemplate template() {
        return template;
    }

    CallFormat callFormat() {
        return callFormat;
    }

    SamplingOptions sampling() {
        return sampling;
    }

    List<Integer> stopTokens() {
        return stopTokens;
    }

    /** What replies are held to. */
    ReplyGrammars grammars() {
        return grammars;
    }

    /** Seeds for requests that bring none. */
    LongSupplier seeds() {
        return () -> {
            synchronized (random) {
                return random.nextLong();
            }
        };
    }

    /** Ids for tool calls, unlikely to meet again in one conversation. */
    Supplier<String> ids() {
        return () -> "call_" + Long.toHexString(seeds().getAsLong());
    }

    /** A limit on thoughts for one reply to this prompt. */
    ThoughtLimit thoughtLimit(int budget, String closingWords, RenderedPrompt prompt, ReplyRules rules) {
        return new ThoughtLimit(budget, closing(closingWords), tokenizer.streamingDecoder(),
                ThinkingSplitter.silent(prompt, rules));
    }

    /** The tokens that close a thought with some words. */
    int[] closing(String words) {
        return tokenizer.encodePrompt(words + "\n</think>\n\n");
    }

    @Override
    public void close() {
        model.close();
    }
}
