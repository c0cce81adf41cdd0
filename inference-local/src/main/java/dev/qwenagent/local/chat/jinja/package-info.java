/**
 * A small interpreter for the Jinja templates that model files carry, with the semantics that the
 * Hugging Face tools give them: {@code trim_blocks} and {@code lstrip_blocks} on, Python's truth,
 * comparison and text of values, {@code tojson} printed as Python's {@code json.dumps} prints it.
 *
 * <p>{@link Template#compile} reads the source into a tree of statements and expressions and
 * refuses, with its line, every feature that is not supported; {@link Template#render} walks the
 * tree. Templates come from untrusted files: nesting, loop iterations and output are bounded, and a
 * template reaches nothing but the values it is given.
 */
@NullMarked
package dev.qwenagent.local.chat.jinja;

import org.jspecify.annotations.NullMarked;
