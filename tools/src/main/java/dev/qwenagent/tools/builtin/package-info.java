/**
 * The tools that come with the framework: small classes, one family of scopes each, put together by
 * {@link dev.qwenagent.tools.builtin.BuiltInTools}. The libraries behind a tool (expressions, units) are loaded when it
 * is first called, so that offering a tool costs nothing. Files are reached through a
 * {@link dev.qwenagent.tools.builtin.Workspace}, outside of which there is nothing.
 */
@NullMarked
package dev.qwenagent.tools.builtin;

import org.jspecify.annotations.NullMarked;
