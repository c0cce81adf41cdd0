/**
 * Settings files: the user's own {@code config.yaml} and a project's {@code .qwen-agent.yaml}. A key is the name of the flag
 * that it stands for. A project's file comes with other people's work, so it can restrict what an agent may do and never
 * widen it.
 */
@NullMarked
package dev.qwenagent.examples.cli.config;

import org.jspecify.annotations.NullMarked;
