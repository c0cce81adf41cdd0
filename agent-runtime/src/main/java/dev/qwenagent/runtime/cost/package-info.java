/** What tokens cost: prices by model, which the user can change, and what a run's requests come to. */
@NullMarked
package dev.qwenagent.runtime.cost;

import org.jspecify.annotations.NullMarked;
