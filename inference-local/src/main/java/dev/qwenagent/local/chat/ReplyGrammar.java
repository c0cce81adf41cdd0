package dev.qwenagent.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.qwenagent.local.grammar.Fragment;
import dev.qwenagent.local.grammar.Grammar;
import dev.qwenagent.local.grammar.SchemaRules;
import dev.qwenagent.local.grammar.TokenVocabulary;
import dev.qwenagent.local.grammar.UnsupportedSchemaException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What replies of one kind are held to: calls to their tools and schemas, an answer to its schema. Compiled once and shared by
 * the replies of one setup; each has its own {@link ReplyConstraint}. Safe for use by several threads.
 */
public final class ReplyGrammar {

    private final TokenVocabulary vocabulary;
    private final ReplyRules rules;
    private final ReplyGoal goal;
    private final List<String> unheld = new ArrayList<>();
    private final CallGrammars calls;
    private final @Nullable Grammar call;
    private final @Nullable Grammar document;
    private final Map<String, Grammar> bareCalls = new LinkedHashMap<>();

    private ReplyGrammar(TokenVocabulary vocabulary, ReplyRules rules, ReplyGoal goal) {
        this.vocabulary = vocabulary;
        this.rules = rules;
        this.goal = goal;
        this.calls = new CallGrammars(rules, unheld::add);
        this.call = rules.tools().isEmpty() ? null : Grammar.of(calls.betweenTags(), vocabulary);
        this.document = switch (goal) {
            case ReplyGoal.Document(var schema) -> document(schema);
            case ReplyGoal.Anything _,ReplyGoal.Call _ -> null;
        };
        if (rules.format() == CallFormat.XML) {
            for (ToolSpecification tool : rules.tools()) {
                bareCalls.put(tool.name(), Grammar.of(new CallGrammars(rules, _ -> {}).afterName(tool), vocabulary));
            }
        }
    }

    /** What replies by these rules are held to, which come to this goal. */
    public static ReplyGrammar of(TokenVocabulary vocabulary, ReplyRules rules, ReplyGoal goal) {
        return new ReplyGrammar(vocabulary, rules, goal);
    }

    private Grammar document(JsonNode schema) {
        try {
            return Grammar.of(Fragment.json(schema, SchemaRules.answer()), vocabulary);
        } catch (UnsupportedSchemaException refused) {
            unheld.add("the answer: " + refused.getMessage());
            return Grammar.of(Fragment.json(JsonNodeFactory.instance.objectNode(), SchemaRules.document()), vocabulary);
        }
    }

    /** What cannot be held to, one sentence each; where something is named here, the reply has to be checked once it is there. */
    public List<String> unheld() {
        return List.copyOf(unheld);
    }

    /**
     * The constraint of one reply to a prompt.
     *
     * @param thinking whether the reply may begin with a thought
     * @param closingWords how many tokens a budget takes to close a thought; 0 if there is none
     */
    public ReplyConstraint constraint(RenderedPrompt prompt, Thinking thinking, int closingWords) {
        return new ReplyConstraint(this, prompt, thinking, closingWords);
    }

    TokenVocabulary vocabulary() {
        return vocabulary;
    }

    ReplyRules rules() {
        return rules;
    }

    ReplyGoal goal() {
        return goal;
    }

    /** A call between tags; empty if there is no tool. */
    Optional<Grammar> call() {
        return Optional.ofNullable(call);
    }

    /** The answer; empty if it is free. */
    Optional<Grammar> document() {
        return Optional.ofNullable(document);
    }

    /** A call without tags around it, from behind its name on. */
    Optional<Grammar> bareCall(String tool) {
        return Optional.ofNullable(bareCalls.get(tool));
    }
}
