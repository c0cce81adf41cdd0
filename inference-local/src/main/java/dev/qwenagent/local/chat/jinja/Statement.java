package dev.qwenagent.local.chat.jinja;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement of a template; {@code line} is where it begins. */
sealed interface Statement {

    int line();

    /** Text printed as it is. */
    record Text(int line, String text) implements Statement {}

    /** <code>{{ expression }}</code>. */
    record Output(int line, Expression expression) implements Statement {}

    /** {@code if}, {@code elif} (an {@code If} alone in {@code otherwise}) and {@code else}. */
    record If(int line, Expression condition, List<Statement> then, List<Statement> otherwise) implements Statement {}

    /** {@code for targets in items if filter}, and its {@code else}. */
    record For(int line, List<String> targets, Expression items, @Nullable Expression filter, List<Statement> body,
            List<Statement> otherwise) implements Statement {}

    /** {@code set names = value}; more than one name unpacks. */
    record Set(int line, List<String> names, Expression value) implements Statement {}

    /** {@code set object.attribute = value}; the object must be a namespace. */
    record SetAttribute(int line, String object, String attribute, Expression value) implements Statement {}

    /** {@code set name} … {@code endset}. */
    record SetBlock(int line, String name, List<Statement> body) implements Statement {}

    /** {@code macro name(parameters)} … {@code endmacro}; a missing default is null. */
    record MacroDefinition(int line, String name, List<Parameter> parameters,
            List<Statement> body) implements Statement {}

    /** {@code break}. */
    record Break(int line) implements Statement {}

    /** {@code continue}. */
    record Continue(int line) implements Statement {}

    record Parameter(String name, @Nullable Expression fallback) {}
}
