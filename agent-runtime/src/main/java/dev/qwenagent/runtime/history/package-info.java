/**
 * A run as its journal tells it: entries folded into the state from which the run goes on. Nothing here reads or writes.
 */
@NullMarked
package dev.qwenagent.runtime.history;

import org.jspecify.annotations.NullMarked;
