/**
 * The arithmetic of the engine behind one interface.
 *
 * <p>
 * {@link dev.qwenagent.local.kernel.ScalarKernels} is the definition: plain loops in a fixed order of summation, so that
 * a token's numbers do not depend on how many tokens are computed together. Any other implementation must agree with it
 * within rounding. {@link dev.qwenagent.local.kernel.KernelProvider} chooses once. Activations are arrays of rows, one row
 * a token: {@code x[token][channel]}.
 */
@NullMarked
package dev.qwenagent.local.kernel;

import org.jspecify.annotations.NullMarked;
