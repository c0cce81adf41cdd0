/**
 * Ready-made permission policies.
 */
@NullMarked
package dev.qwenagent.runtime.permission;

import org.jspecify.annotations.NullMarked;
