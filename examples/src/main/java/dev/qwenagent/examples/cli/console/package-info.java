/**
 * What people and programs see of a run: lines on a console, questions before a call, or one JSON object a line.
 */
@NullMarked
package dev.qwenagent.examples.cli.console;

import org.jspecify.annotations.NullMarked;
