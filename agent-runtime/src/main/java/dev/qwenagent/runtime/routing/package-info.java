/**
 * Which of an agent's models may answer.
 */
@NullMarked
package dev.qwenagent.runtime.routing;

import org.jspecify.annotations.NullMarked;
