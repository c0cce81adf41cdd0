/**
 * Which tokens may come next, so that what a model writes is JSON of a schema, or a call of a tool: decoding under a
 * grammar.
 *
 * <p>
 * A JSON Schema becomes tokens in three steps. {@code SchemaModel} joins and takes apart its keywords, until each place has
 * a list of shapes that a value can have; what cannot be held to is refused there, by keyword and path
 * ({@link dev.qwenagent.local.grammar.UnsupportedSchemaException}). {@code Automaton} reads bytes: its states are sets of
 * stacks, whose symbols are rules for arrays, objects and choices, and texts that are automata over characters, down to the
 * bytes of their UTF-8 and escapes. {@code MaskBuilder} asks an automaton about all tokens of a vocabulary at once: the
 * tokens are a tree of bytes, and the walk through it is cut off where the automaton stops.
 *
 * <p>
 * Most tokens are words, and most of them stay inside a string. Which ones do depends on the string alone and not on what
 * comes behind it, so that is found once for each place of a string and kept as bits; only the tokens that go past the end
 * of a string, a few hundred of a hundred thousand, are looked at anew where something else lies below. Masks are kept for
 * each state, states are one object each, and far from a bound on a length all places count as one.
 *
 * <p>
 * What holds: every document that ends is valid; every valid document, written in the one
 * {@link dev.qwenagent.local.grammar.Layout}, with the properties of the schema in its order and others behind them, can
 * be written, but for numbers of more than 64 digits on a side of the point, documents nested more than 64 deep, texts
 * that are no Unicode (lone surrogates), and the longer values of a {@code format} (host names of more than four labels).
 * Keys are unique. From every state there is a way to the end, and it is known how many tokens that takes. {@code
 * docs/json-schema.md} lists the keywords.
 *
 * <p>
 * Sources of the ideas: Willard and Louf, "Efficient Guided Generation for Large Language Models" (2023; Outlines), masks
 * kept by the state of an automaton; Dong et al., "XGrammar" (2024), tokens that do not depend on the stack told from those
 * that do; guidance-ai's llguidance, trees of tokens and sets of tokens inside strings cut out as slices; llama.cpp's
 * grammars, sets of stacks over a grammar's rules.
 */
@NullMarked
package dev.qwenagent.local.grammar;

import org.jspecify.annotations.NullMarked;
