/** Ways to decide an agent's next step. A planner asks the model through its deliberation and touches nothing else. */
@NullMarked
package dev.qwenagent.planners;

import org.jspecify.annotations.NullMarked;
