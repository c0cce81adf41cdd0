/**
 * The commands of {@code qwen-agent}: each parses what was said, puts an agent together and listens to it. What they know of
 * agents is handed in as an {@link dev.qwenagent.examples.cli.AgentCatalog}.
 */
@NullMarked
package dev.qwenagent.examples.cli;

import org.jspecify.annotations.NullMarked;
