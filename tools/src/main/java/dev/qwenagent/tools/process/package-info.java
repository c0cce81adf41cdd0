/**
 * A tool that runs programs of this machine: one program with its words, no shell between.
 */
@NullMarked
package dev.qwenagent.tools.process;

import org.jspecify.annotations.NullMarked;
