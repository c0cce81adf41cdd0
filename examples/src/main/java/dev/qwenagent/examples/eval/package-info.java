/**
 * How well a model does as an agent: cases with the request, the tools and what is expected, run through the agent loop one
 * by one, and counted by kind. Nothing here knows the command line.
 */
@NullMarked
package dev.qwenagent.examples.eval;

import org.jspecify.annotations.NullMarked;
