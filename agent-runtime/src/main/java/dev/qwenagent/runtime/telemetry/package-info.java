/**
 * What OpenTelemetry gets to see of runs: spans and metrics by its conventions for generative AI, and of no content. Nothing
 * else in the library knows OpenTelemetry, but for the one method of the builder that takes it.
 */
@NullMarked
package dev.qwenagent.runtime.telemetry;

import org.jspecify.annotations.NullMarked;
