package dev.qwenagent.tools;

import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ScopePattern;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A scope whose resource is partly an argument: {@code file.read:{path}}. It becomes one {@link Scope} a call, or several
 * where an argument is a list.
 */
final class ScopeTemplate {

    /** Every scope is judged, and a person could be shown them all. */
    private static final int MOST = 1_000;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

    private final Scope scope;
    private final List<Piece> pieces;

    private sealed interface Piece {
        record Literal(String text) implements Piece {}

        record Argument(ArgumentPath path) implements Piece {}
    }

    private ScopeTemplate(Scope scope, List<Piece> pieces) {
        this.scope = scope;
        this.pieces = List.copyOf(pieces);
    }

    /**
     * Reads a template.
     *
     * @param text {@code family.verb} or {@code family.verb:resource}
     * @param parameters the types of the tool's arguments by name, which the placeholders have to be about
     * @throws IllegalArgumentException if the text is no scope or names an argument that there is not
     */
    static ScopeTemplate of(String text, Map<String, Type> parameters) {
        Scope scope = Scope.of(text);
        List<Piece> pieces = new ArrayList<>();
        Matcher placeholder = PLACEHOLDER.matcher(scope.resource());
        int end = 0;
        while (placeholder.find()) {
            pieces.add(literal(scope.resource().substring(end, placeholder.start()), text));
            pieces.add(new Piece.Argument(ArgumentPath.of(placeholder.group(1), parameters, text)));
            end = placeholder.end();
        }
        pieces.add(literal(scope.resource().substring(end), text));
        return new ScopeTemplate(scope, pieces);
    }

    private static Piece literal(String part, String text) {
        if (part.contains("{") || part.contains("}")) {
            throw new IllegalArgumentException("the scope " + text + " has a brace without its partner;"
                    + " an argument is written {name}");
        }
        return new Piece.Literal(part);
    }

    /** Whether it becomes the same scope for every call. */
    boolean isFixed() {
        return pieces.stream().allMatch(Piece.Literal.class::isInstance);
    }

    /** Which scopes can come of it. */
    ScopePattern pattern() {
        StringBuilder resource = new StringBuilder();
        for (Piece piece : pieces) {
            resource.append(switch (piece) {
                case Piece.Literal literal -> literal.text();
                case Piece.Argument _ -> "**";
            });
        }
        String name = scope.family() + "." + scope.verb();
        try {
            return ScopePattern
                    .of(resource.isEmpty() || resource.toString().equals("**") ? name : name + ":" + resource);
        } catch (IllegalArgumentException e) {
            // An argument in the middle, such as a host's name, can make what no rule would be written about.
            return ScopePattern.of(name);
        }
    }

    /**
     * The scopes of one call.
     *
     * @param arguments the bound arguments by name
     * @throws IllegalArgumentException if one is no resource of the scope's family, with a message for the model
     */
    List<Scope> expand(Map<String, @Nullable Object> arguments) {
        List<String> resources = List.of("");
        for (Piece piece : pieces) {
            List<String> values = switch (piece) {
                case Piece.Literal literal -> List.of(literal.text());
                case Piece.Argument argument -> argument.path().values(arguments);
            };
            if ((long) resources.size() * values.size() > MOST) {
                throw new IllegalArgumentException("one call touches at most " + MOST + " things of " + scope
                        + "; do it in several calls");
            }
            resources = resources.stream().flatMap(start -> values.stream().map(start::concat)).toList();
        }
        if (resources.isEmpty()) {
            return List.of(scope.withResource(""));
        }
        return resources.stream().map(resource -> scope.withResource(resource).canonical()).distinct().toList();
    }
}
