package dev.qwenagent.local.grammar;

import java.util.List;

/** Stands for one of several rows of symbols. A row never begins with the rule itself, however far it is followed. */
sealed interface Rule extends Symbol permits ChoiceRule, ValueRule, ItemsRule, PropertiesRule {

    /** The rows; one at least. */
    List<List<Symbol>> rows();

    /** Those of them to use deep inside a document, so that it comes to an end. */
    default List<List<Symbol>> rowsThatEnd() {
        return rows();
    }

    /** How many containers are open while this rule waits on the stack. */
    default int depth() {
        return 0;
    }
}
