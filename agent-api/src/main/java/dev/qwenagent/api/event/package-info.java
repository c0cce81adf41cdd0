/**
 * What happens in a run, told as it happens to whoever listens.
 */
@NullMarked
package dev.qwenagent.api.event;

import org.jspecify.annotations.NullMarked;
