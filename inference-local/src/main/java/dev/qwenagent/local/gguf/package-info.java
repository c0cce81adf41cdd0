/**
 * Reads GGUF, the file format in which language models are handed around.
 *
 * <p>
 * A file is a header, typed key/value metadata, a directory of tensors, and the tensors' bytes. It is mapped into
 * memory, never copied; offsets are {@code long} throughout. Everything read from a file is checked before it is used:
 * a damaged file yields a {@link dev.qwenagent.local.gguf.GgufFormatException} that names the place, never an
 * allocation of the size that it claims. Source: the GGUF specification in the ggml repository, versions 2 and 3.
 */
@NullMarked
package dev.qwenagent.local.gguf;

import org.jspecify.annotations.NullMarked;
