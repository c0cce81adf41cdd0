package dev.qwenagent.local;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.qwenagent.local.chat.ReplyGoal;
import dev.qwenagent.local.chat.ReplyGrammar;
import dev.qwenagent.local.chat.ReplyRules;
import dev.qwenagent.local.grammar.TokenVocabulary;
import dev.qwenagent.local.tokenizer.BpeTokenizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The grammars that a model's replies are held to, compiled once for the same tools and the same schema; the least recently
 * used goes. Safe for use by several threads.
 */
final class ReplyGrammars {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyGrammars.class);
    private static final int MOST = 16;

    private record Key(List<ToolSpecification> tools, ReplyGoal goal) {}

    private final BpeTokenizer tokenizer;
    private final Map<Key, ReplyGrammar> known = new LinkedHashMap<>(MOST, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, ReplyGrammar> eldest) {
            return size() > MOST;
        }
    };
    private @Nullable TokenVocabulary vocabulary; // made when it is first needed

    ReplyGrammars(BpeTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** The grammar of replies by these rules that come to a goal. What it cannot hold to is logged, once. */
    synchronized ReplyGrammar of(ReplyRules rules, ReplyGoal goal) {
        Key key = new Key(rules.tools(), goal);
        ReplyGrammar grammar = known.get(key);
        if (grammar == null) {
            if (vocabulary == null) {
                vocabulary = TokenVocabulary.of(tokenizer);
            }
            grammar = ReplyGrammar.of(vocabulary, rules, goal);
            known.put(key, grammar);
            grammar.unheld().forEach(sentence -> LOG.info("not held to while it is written, {}", sentence));
        }
        return grammar;
    }
}
