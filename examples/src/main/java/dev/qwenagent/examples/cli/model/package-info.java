/**
 * The commands that look into a model file: what it is, its scores, its tokens, its chat template, its speed. They use the
 * engine itself, below the chat model that agents talk to, and print what programs can read.
 */
@NullMarked
package dev.qwenagent.examples.cli.model;

import org.jspecify.annotations.NullMarked;
