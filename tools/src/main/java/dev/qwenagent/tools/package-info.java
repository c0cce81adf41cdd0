/**
 * Java methods as tools. A class says with LangChain4j's {@code @Tool} what a model may ask for and with
 * {@link dev.qwenagent.tools.RequiresScope} what such a call touches; {@link dev.qwenagent.tools.ToolRegistry} reads the
 * class once, refuses what could not be judged or called, and binds each request of the model to typed arguments and exact
 * scopes. Where an argument names a resource, a {@link dev.qwenagent.tools.ResourceResolver} makes it canonical when the
 * call is bound, and the method receives that same object: what is judged is what is done.
 */
@NullMarked
package dev.qwenagent.tools;

import org.jspecify.annotations.NullMarked;
