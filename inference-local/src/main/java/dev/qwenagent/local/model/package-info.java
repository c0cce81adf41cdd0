/**
 * The networks: configuration, weights, blocks, and one forward pass an architecture.
 *
 * <p>
 * Three things are kept apart: what a model is ({@link dev.qwenagent.local.model.ModelConfig}) and its weights never
 * change and are shared; what one sequence remembers is a {@link dev.qwenagent.local.model.ModelState}; what a pass needs
 * for its intermediate results is a {@link dev.qwenagent.local.model.Batch}. Activations are arrays of rows, one row
 * a token. Decoding is a pass over a batch of one token.
 */
@NullMarked
package dev.qwenagent.local.model;

import org.jspecify.annotations.NullMarked;
