/**
 * The front door: an agent, a task for it, and what came of it.
 *
 * <p>This module holds words only: contracts and values that the other modules speak, with no input or output. Messages,
 * chat models, tool specifications and the {@code @Tool} annotation are LangChain4j's; this module adds what it lacks:
 * decisions, outcomes, events, permissions and labels.
 */
@NullMarked
package dev.qwenagent.api;

import org.jspecify.annotations.NullMarked;
