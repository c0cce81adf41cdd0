/**
 * Journals of runs that last. {@link Journals} opens one; {@link RunArchive} is what it gives.
 *
 * <p>An entry goes down three steps: {@code Bodies} make it JSON, blacked out and encrypted as {@link JournalSettings} say;
 * {@code Chain} puts it into an {@code Envelope} that proves its place; a {@code RunStore}, files or a database, keeps the line and
 * knows who may write. Reading goes up the same steps. What speaks for a run besides its chain is in {@link RunAnchors}.
 */
@NullMarked
package dev.qwenagent.runtime.journal;

import org.jspecify.annotations.NullMarked;
