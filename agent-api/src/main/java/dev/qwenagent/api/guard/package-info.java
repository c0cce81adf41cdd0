/**
 * Rules that see what the agent is about to do, with the thought that led there, and can stop it.
 */
@NullMarked
package dev.qwenagent.api.guard;

import org.jspecify.annotations.NullMarked;
