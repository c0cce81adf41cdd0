package dev.qwenagent.local.grammar;

import dev.qwenagent.local.tokenizer.GoldenTokenizers;

/** Vocabularies that tests share. */
final class Vocabularies {

    private Vocabularies() {}

    /** That of Qwen3, 151,669 tokens. */
    static TokenVocabulary qwen3() {
        return Once.QWEN3;
    }

    private static final class Once {
        static final TokenVocabulary QWEN3 = TokenVocabulary.of(GoldenTokenizers.qwen3());
    }
}
