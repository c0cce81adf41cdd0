/**
 * The text protocol between a conversation and a model: messages become the prompt that the model's own template asks
 * for, and the text that the model writes is split, as it arrives, into thought, answer and tool calls.
 *
 * <p>
 * It knows text and LangChain4j's messages, no model and no tokens, so that a remote server which returns bare text is
 * read by the same code.
 */
@NullMarked
package dev.qwenagent.local.chat;

import org.jspecify.annotations.NullMarked;
