/** Which failures of a model are tried again, and after what pause: the same rules for the loop and for our remote models. */
@NullMarked
package dev.qwenagent.runtime.retry;

import org.jspecify.annotations.NullMarked;
