/**
 * JSON from a model to typed Java values, and back to a schema that tells the model what is wanted.
 *
 * <p>{@link dev.qwenagent.tools.binding.TypedJson} does it for one type, such as the result of a task;
 * {@link dev.qwenagent.tools.binding.TypedArguments} for the parameters of a tool. Both read a Java type once into a
 * tree of shapes, of which the schema and the reader are two views. Parsing is strict about JSON and lenient about
 * values only where there is one way to understand them: {@code "3"} and {@code 3.0} are the whole number 3, a single
 * value is a list of one. Every error names the path of the wrong value, what was expected and what was found, in a line
 * that is written for the model.
 */
@NullMarked
package dev.qwenagent.tools.binding;

import org.jspecify.annotations.NullMarked;
