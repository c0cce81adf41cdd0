/**
 * What a model gets to see of a conversation, and where conversations are kept. Memories are LangChain4j's
 * {@code ChatMemory}; the ones here never show a model half of a step: a call stays with its results, a turn is dropped
 * whole, and a step that an interruption cut short is left out.
 */
@NullMarked
package dev.qwenagent.memory;

import org.jspecify.annotations.NullMarked;
