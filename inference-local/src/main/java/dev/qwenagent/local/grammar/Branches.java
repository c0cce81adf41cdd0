package dev.qwenagent.local.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Takes references, {@code allOf}, {@code anyOf} and {@code oneOf} apart: a set of schemas becomes alternatives, each a set
 * of schemas of which only the other keywords remain to be read.
 */
final class Branches {

    private static final int MOST = 512;
    private static final int DEEPEST = 500;

    /** A choice that has not been made yet. */
    private record Choice(SchemaNode node, String keyword, Set<SchemaNode> chain) {}

    private final SchemaNode root;
    private final BiPredicate<List<Set<SchemaNode>>, List<Set<SchemaNode>>> apart;
    private int count;

    /**
     * For one document.
     *
     * @param apart whether no value fits one of the first alternatives and one of the second
     */
    Branches(SchemaNode root, BiPredicate<List<Set<SchemaNode>>, List<Set<SchemaNode>>> apart) {
        this.root = root;
        this.apart = apart;
    }

    /** One alternative in the making. */
    private static final class Branch {

        private final Set<SchemaNode> plain;
        private final Deque<Choice> open;
        private boolean possible = true;

        Branch(Set<SchemaNode> plain, Deque<Choice> open) {
            this.plain = new LinkedHashSet<>(plain);
            this.open = new ArrayDeque<>(open);
        }
    }

    /** The alternatives. */
    List<Set<SchemaNode>> of(SchemaSet set) {
        count = 0;
        Branch branch = new Branch(Set.of(), new ArrayDeque<>());
        for (SchemaNode node : set.schemas()) {
            collect(branch, node, Set.of());
        }
        List<Set<SchemaNode>> all = new ArrayList<>();
        expand(branch, all);
        return all;
    }

    private void collect(Branch branch, SchemaNode node, Set<SchemaNode> chain) {
        if (node.json().isBoolean()) {
            branch.possible &= node.json().booleanValue();
            return;
        }
        if (chain.contains(node)) {
            throw node.refusal("$ref", "the schema refers to itself before there is any value");
        }
        if (chain.size() > DEEPEST) {
            throw node.refusal("$ref", "more than " + DEEPEST + " references follow one another");
        }
        Keywords.check(node);
        if (!branch.plain.add(node)) {
            return;
        }
        Set<SchemaNode> longer = new LinkedHashSet<>(chain);
        longer.add(node);
        if (node.json().has("$ref")) {
            collect(branch, Keywords.target(root, node), longer);
        }
        Keywords.schemas(node, "allOf").forEach(part -> collect(branch, part, longer));
        for (String keyword : List.of("anyOf", "oneOf")) {
            if (node.json().has(keyword)) {
                branch.open.add(new Choice(node, keyword, longer));
            }
        }
    }

    private void expand(Branch branch, List<Set<SchemaNode>> all) {
        if (!branch.possible) {
            return;
        }
        Choice choice = branch.open.poll();
        if (choice == null) {
            all.add(branch.plain);
            return;
        }
        List<SchemaNode> options = Keywords.schemas(choice.node(), choice.keyword());
        if (choice.keyword().equals("oneOf") && options.size() > 1) {
            requireApart(branch, choice, options);
        }
        for (SchemaNode option : options) {
            if (++count > MOST) {
                throw choice.node().refusal(choice.keyword(), "it makes more than " + MOST + " alternatives");
            }
            Branch taken = new Branch(branch.plain, branch.open);
            collect(taken, option, choice.chain());
            expand(taken, all);
        }
    }

    private void requireApart(Branch branch, Choice choice, List<SchemaNode> options) {
        List<List<Set<SchemaNode>>> alternatives = new ArrayList<>();
        for (SchemaNode option : options) {
            Branch alone = new Branch(branch.plain, new ArrayDeque<>());
            collect(alone, option, choice.chain());
            List<Set<SchemaNode>> of = new ArrayList<>();
            expand(alone, of);
            alternatives.add(of);
        }
        for (int i = 0; i < options.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (!apart.test(alternatives.get(j), alternatives.get(i))) {
                    throw choice.node()
                            .refusal("oneOf",
                                    "a value may fit alternatives " + j + " and " + i
                                            + "; use anyOf if that does no harm");
                }
            }
        }
    }
}
