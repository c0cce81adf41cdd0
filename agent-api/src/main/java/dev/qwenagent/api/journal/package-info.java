/**
 * What happened in a run, written down before it takes effect.
 */
@NullMarked
package dev.qwenagent.api.journal;

import org.jspecify.annotations.NullMarked;
