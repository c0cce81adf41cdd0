/**
 * The commands of {@code qwen-agent}: each parses what was said, puts an agent together and listens to it. What they know of
 * agents is handed in as an {@link dev.qwenagent.examples.cli.AgentCatalog}.
 *
 * <p>Runs are written down unless {@code --no-journal} is said, together with the command line that put their agent together
 * ({@code Origin}). {@code run --resume}, {@code runs replay} and {@code runs fork} put the same agent together again from it, if every
 * entry is signed with the user's own key ({@code SameAgain}); the agent itself is kept from the files that all of this rests on
 * ({@code OwnFiles}).
 */
@NullMarked
package dev.qwenagent.examples.cli;

import org.jspecify.annotations.NullMarked;
