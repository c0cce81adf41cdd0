package dev.qwenagent.local.chat.jinja;

import dev.qwenagent.local.chat.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads statements; what is not supported is refused here, with its line. */
final class Parser {

    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final Set<String> macros = new HashSet<>();
    private int loops;

    private Parser(List<Token> tokens) {
        this.tokens = new TokenStream(tokens);
        this.expressions = new ExpressionParser(this.tokens);
    }

    static List<Statement> parse(String source) {
        Parser parser = new Parser(Lexer.tokens(source));
        List<Statement> statements = parser.body(Set.of());
        if (parser.tokens.peek().kind() != Kind.END) {
            throw new TemplateException(parser.tokens.line(),
                    "'" + parser.tokens.peek().text() + "' without the tag that it closes");
        }
        for (Map.Entry<String, Integer> call : parser.expressions.calledMacros().entrySet()) {
            if (!parser.macros.contains(call.getKey())) {
                throw new TemplateException(call.getValue(), "function '" + call.getKey() + "' is not supported");
            }
        }
        return statements;
    }

    /** Statements up to, not including, a tag named one of {@code ends}; its opening is consumed. */
    private List<Statement> body(Set<String> ends) {
        tokens.enter();
        List<Statement> statements = new ArrayList<>();
        while (true) {
            Token token = tokens.peek();
            switch (token.kind()) {
                case TEXT -> statements.add(new Statement.Text(token.line(), tokens.next().text()));
                case OUTPUT_BEGIN -> {
                    tokens.next();
                    statements.add(new Statement.Output(token.line(), expressions.tuple()));
                    tokens.expect(Kind.OUTPUT_END, "'}}'");
                }
                case BLOCK_BEGIN -> {
                    tokens.next();
                    String tag = tokens.peek().text();
                    if (ends.contains(tag) || isClosing(tag)) {
                        tokens.leave();
                        return statements;
                    }
                    statements.addAll(statement());
                }
                case END -> {
                    if (!ends.isEmpty()) {
                        throw tokens.unexpected("one of the tags " + ends.stream().sorted().toList());
                    }
                    tokens.leave();
                    return statements;
                }
                case OUTPUT_END, BLOCK_END, NAME, STRING, INTEGER, FLOAT, OPERATOR -> throw tokens
                        .unexpected("text or a tag");
            }
        }
    }

    private static boolean isClosing(String tag) {
        return tag.startsWith("end") || tag.equals("else") || tag.equals("elif");
    }

    private void close(String tag) {
        tokens.expectName(tag);
        endTag();
    }

    private void endTag() {
        tokens.expect(Kind.BLOCK_END, "'%}'");
    }

    private List<Statement> statement() {
        int line = tokens.line();
        String tag = tokens.identifier();
        return switch (tag) {
            case "if" -> List.of(ifStatement(line));
            case "for" -> List.of(forStatement(line));
            case "set" -> List.of(setStatement(line));
            case "macro" -> List.of(macro(line));
            case "break" -> {
                insideLoop(tag, line);
                yield List.of(new Statement.Break(line));
            }
            case "continue" -> {
                insideLoop(tag, line);
                yield List.of(new Statement.Continue(line));
            }
            case "generation" -> {
                endTag();
                List<Statement> generated = body(Set.of("endgeneration"));
                close("endgeneration");
                yield generated;
            }
            default -> throw new TemplateException(line, "statement '" + tag + "' is not supported");
        };
    }

    private void insideLoop(String tag, int line) {
        if (loops == 0) {
            throw new TemplateException(line, "'" + tag + "' outside a loop");
        }
        endTag();
    }

    private Statement ifStatement(int line) {
        Expression condition = expressions.tuple();
        endTag();
        List<Statement> then = body(Set.of("elif", "else", "endif"));
        int next = tokens.line();
        if (tokens.takeName("elif")) {
            tokens.enter();
            Statement rest = ifStatement(next);
            tokens.leave();
            return new Statement.If(line, condition, then, List.of(rest));
        }
        List<Statement> otherwise = List.of();
        if (tokens.takeName("else")) {
            endTag();
            otherwise = body(Set.of("endif"));
        }
        close("endif");
        return new Statement.If(line, condition, then, otherwise);
    }

    private Statement forStatement(int line) {
        List<String> targets = names();
        tokens.expectName("in");
        Expression items = expressions.or();
        Expression filter = tokens.takeName("if") ? expressions.expression() : null;
        if (tokens.peek().isName("recursive")) {
            throw new TemplateException(line, "'for … recursive' is not supported");
        }
        endTag();
        loops++;
        List<Statement> body = body(Set.of("else", "endfor"));
        loops--;
        List<Statement> otherwise = List.of();
        if (tokens.takeName("else")) {
            endTag();
            otherwise = body(Set.of("endfor"));
        }
        close("endfor");
        return new Statement.For(line, targets, items, filter, body, otherwise);
    }

    private List<String> names() {
        boolean bracketed = tokens.takeOperator("(");
        List<String> names = new ArrayList<>(List.of(tokens.identifier()));
        while (tokens.takeOperator(",")) {
            names.add(tokens.identifier());
        }
        if (bracketed) {
            tokens.expectOperator(")");
        }
        return List.copyOf(names);
    }

    private Statement setStatement(int line) {
        List<String> names = names();
        String name = names.getFirst();
        if (tokens.takeOperator(".")) {
            String attribute = tokens.identifier();
            tokens.expectOperator("=");
            Expression value = expressions.tuple();
            endTag();
            return new Statement.SetAttribute(line, name, attribute, value);
        }
        if (tokens.takeOperator("=")) {
            Expression value = expressions.tuple();
            endTag();
            return new Statement.Set(line, names, value);
        }
        if (names.size() > 1 || tokens.peek().kind() != Kind.BLOCK_END) {
            throw tokens.unexpected("'=' after the name to set");
        }
        endTag();
        List<Statement> body = body(Set.of("endset"));
        close("endset");
        return new Statement.SetBlock(line, name, body);
    }

    private Statement macro(int line) {
        String name = tokens.identifier();
        tokens.expectOperator("(");
        List<Statement.Parameter> parameters = new ArrayList<>();
        while (!tokens.takeOperator(")")) {
            String parameter = tokens.identifier();
            Expression fallback = tokens.takeOperator("=") ? expressions.expression() : null;
            parameters.add(new Statement.Parameter(parameter, fallback));
            if (!tokens.peek().isOperator(")")) {
                tokens.expectOperator(",");
            }
        }
        endTag();
        int outer = loops;
        loops = 0;
        List<Statement> body = body(Set.of("endmacro"));
        loops = outer;
        tokens.expectName("endmacro");
        if (tokens.peek().kind() == Kind.NAME) {
            tokens.next();
        }
        endTag();
        macros.add(name);
        return new Statement.MacroDefinition(line, name, parameters, body);
    }
}
