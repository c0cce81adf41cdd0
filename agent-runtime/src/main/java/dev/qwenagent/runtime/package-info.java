/**
 * Where an agent is put together. {@link dev.qwenagent.runtime.Agents#builder()} is the way in.
 */
@NullMarked
package dev.qwenagent.runtime;

import org.jspecify.annotations.NullMarked;
