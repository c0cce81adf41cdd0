/**
 * Ready-made guardrails: calls that go round in circles, calls that contradict the thought they come from, addresses outside
 * of allowed domains, and spending. They keep nothing of a run, so one of each serves all runs.
 */
@NullMarked
package dev.qwenagent.runtime.guard;

import org.jspecify.annotations.NullMarked;
