/**
 * What is known of a piece of data: who may see it, and whether it can be trusted. Labels only rise.
 */
@NullMarked
package dev.qwenagent.api.label;

import org.jspecify.annotations.NullMarked;
