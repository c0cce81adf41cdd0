/**
 * For tests of agents, ours and yours: a scripted model and a recording listener. No test framework is needed.
 */
@NullMarked
package dev.qwenagent.api.testing;

import org.jspecify.annotations.NullMarked;
