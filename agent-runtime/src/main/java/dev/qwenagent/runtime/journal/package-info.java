/**
 * Journals of runs on disk.
 */
@NullMarked
package dev.qwenagent.runtime.journal;

import org.jspecify.annotations.NullMarked;
