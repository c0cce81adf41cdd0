/**
 * The loop of a run, and nothing else: it asks the planner, passes the gate, calls tools, writes the journal, tells
 * listeners. {@link dev.qwenagent.runtime.loop.AgentLoop} is the table of contents.
 */
@NullMarked
package dev.qwenagent.runtime.loop;

import org.jspecify.annotations.NullMarked;
