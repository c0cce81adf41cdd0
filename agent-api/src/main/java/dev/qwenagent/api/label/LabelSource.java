package dev.qwenagent.api.label;

/**
 * Something whose label is not plain: a tool's result, a file, an address, a document in the task. Immutable.
 *
 * @param name by which a person recognises it, such as {@code read_file {"path":"plan.md"}}
 * @param label what is known of it
 */
public record LabelSource(String name, Label label) {}
