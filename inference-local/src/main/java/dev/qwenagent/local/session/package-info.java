/**
 * The mutable part: one conversation's worth of state over a shared model, and generation from it.
 *
 * <p>
 * A session takes in only what is new in a prompt: it keeps what it has consumed and a few checkpoints to go back to.
 * The tokens that come out are the same with and without that reuse.
 */
@NullMarked
package dev.qwenagent.local.session;

import org.jspecify.annotations.NullMarked;
