/**
 * A name becomes a model: {@code demo}, a GGUF file, {@code qwen:NAME}, {@code openai:URL#NAME}, or a LangChain4j model that
 * the caller brings.
 */
@NullMarked
package dev.qwenagent.runtime.models;

import org.jspecify.annotations.NullMarked;
