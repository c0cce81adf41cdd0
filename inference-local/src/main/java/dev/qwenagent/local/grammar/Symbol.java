package dev.qwenagent.local.grammar;

/** What a stack is made of: a terminal takes bytes, a rule stands for other symbols. */
sealed interface Symbol permits Terminal, Rule {

    /** The fewest bytes that it stands for. */
    long length();

    /** Writes the shortest bytes that it stands for. */
    void shortest(ByteText out);
}
