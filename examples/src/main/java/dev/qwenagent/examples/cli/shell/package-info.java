/**
 * What surrounds a command: its streams, its terminal, its folders, the person who may interrupt it. Everything that a test
 * wants to decide on is handed in here.
 */
@NullMarked
package dev.qwenagent.examples.cli.shell;

import org.jspecify.annotations.NullMarked;
