/**
 * Chooses the next token from the scores of all.
 *
 * <p>
 * {@link dev.qwenagent.local.sampling.Sampler} has one method; greedy and seeded random choice are implementations of
 * it, and anything that restricts the choice wraps another.
 */
@NullMarked
package dev.qwenagent.local.sampling;

import org.jspecify.annotations.NullMarked;
