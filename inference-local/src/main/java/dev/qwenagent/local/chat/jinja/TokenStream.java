package dev.qwenagent.local.chat.jinja;

import dev.qwenagent.local.chat.jinja.Token.Kind;
import java.util.List;

/** The tokens of a template with a reading position, and the depth that nesting has reached. */
final class TokenStream {

    private static final int DEEPEST = 200;

    private final List<Token> tokens;
    private int position;
    private int depth;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(position);
    }

    Token peekSecond() {
        return tokens.get(Math.min(position + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = peek();
        if (token.kind() != Kind.END) {
            position++;
        }
        return token;
    }

    int line() {
        return peek().line();
    }

    boolean takeOperator(String symbol) {
        boolean found = peek().isOperator(symbol);
        if (found) {
            position++;
        }
        return found;
    }

    boolean takeName(String name) {
        boolean found = peek().isName(name);
        if (found) {
            position++;
        }
        return found;
    }

    void expectOperator(String symbol) {
        if (!takeOperator(symbol)) {
            throw unexpected("'" + symbol + "'");
        }
    }

    void expectName(String name) {
        if (!takeName(name)) {
            throw unexpected("'" + name + "'");
        }
    }

    void expect(Kind kind, String description) {
        if (peek().kind() != kind) {
            throw unexpected(description);
        }
        position++;
    }

    String identifier() {
        if (peek().kind() != Kind.NAME) {
            throw unexpected("a name");
        }
        return next().text();
    }

    TemplateException unexpected(String expected) {
        return new TemplateException(line(), "expected " + expected + ", found " + peek().shown());
    }

    void enter() {
        if (++depth > DEEPEST) {
            throw new TemplateException(line(), "nested more than " + DEEPEST + " deep");
        }
    }

    void leave() {
        depth--;
    }
}
