package dev.qwenagent.local.chat.jinja;

import java.util.List;
import java.util.Map;

/** A compiled template. Immutable: one instance serves any number of threads. */
public final class Template {

    private final List<Statement> statements;

    private Template(List<Statement> statements) {
        this.statements = statements;
    }

    /**
     * Compiles template source.
     *
     * @throws TemplateException if the source is malformed or uses a feature that is not supported; names the feature
     *     and its line
     */
    public static Template compile(String source) {
        return new Template(Parser.parse(source));
    }

    /**
     * Renders the template with the given variables.
     *
     * @throws TemplateException if the template raises an exception, applies an operation to a value that does not have
     *     it, or exceeds the bounds on nesting, iterations and size
     */
    public String render(Map<String, Value> variables) {
        return new Renderer().render(statements, new Scope(variables));
    }
}
