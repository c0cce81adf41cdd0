/**
 * The {@code qwen-agent} command line and the example agents, each a program of one file.
 *
 * <p>
 * This is where the library meets a person: the console, its colours, its exit codes and its log binding belong here and
 * nowhere else. Nothing depends on this package; it is read for how the other modules are used.
 */
@NullMarked
package dev.qwenagent.examples;

import org.jspecify.annotations.NullMarked;
