/**
 * Rules that see what the agent is about to do, with the thought that led there, and can stop it.
 *
 * <p>A {@link dev.qwenagent.api.guard.Guardrail} stands in four places: on the task, on a thought together with the calls that
 * it led to, on each result, and on the answer. A {@link dev.qwenagent.api.guard.ThoughtGuardrail} also watches the thought
 * while it streams. Guardrails do not permit anything: a call that they let pass still needs its permission.
 */
@NullMarked
package dev.qwenagent.api.guard;

import org.jspecify.annotations.NullMarked;
