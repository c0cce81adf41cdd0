/**
 * How the next step is chosen. A planner decides and never acts; the loop acts and never decides.
 */
@NullMarked
package dev.qwenagent.api.plan;

import org.jspecify.annotations.NullMarked;
