/**
 * Qwen models from GGUF files as LangChain4j chat models: the front of the engine.
 *
 * <p>
 * What lies below is plain Java on the JDK; arrows between the packages go one way, from the chat protocol down to the
 * file format.
 */
@NullMarked
package dev.qwenagent.local;

import org.jspecify.annotations.NullMarked;
