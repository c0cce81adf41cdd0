package dev.qwenagent.local.chat.jinja;

import dev.qwenagent.local.chat.jinja.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Cuts template source into tokens and applies white-space control: a block tag alone on its line
 * takes the indentation before it ({@code lstrip_blocks}) and the newline after it
 * ({@code trim_blocks}) away, {@code -} at a tag takes all white space on that side, {@code +}
 * takes none.
 */
final class Lexer {

    private static final List<String> LONG_OPERATORS = List.of("==", "!=", "<=", ">=", "//", "**");
    private static final String SHORT_OPERATORS = "+-*/%~|.,:()[]{}=<>";

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int line = 1;

    private Lexer(String source) {
        String normal = source.replace("\r\n", "\n").replace('\r', '\n');
        this.source = normal.endsWith("\n") ? normal.substring(0, normal.length() - 1) : normal;
    }

    static List<Token> tokens(String source) {
        Lexer lexer = new Lexer(source);
        lexer.template();
        return lexer.tokens;
    }

    private void template() {
        boolean lineStarts = true;
        while (position < source.length()) {
            int tag = nextTag();
            text(tag, lineStarts);
            if (tag == source.length()) {
                break;
            }
            char kind = source.charAt(tag + 1);
            advance(tag + 2);
            if (peek('-') || (peek('+') && kind != '{')) {
                advance(position + 1);
            }
            switch (kind) {
                case '#' -> comment();
                case '{' -> expression(Kind.OUTPUT_BEGIN, Kind.OUTPUT_END, "}}");
                default -> block();
            }
            lineStarts = source.charAt(position - 1) == '\n';
        }
        tokens.add(new Token(Kind.END, "", line));
    }

    private int nextTag() {
        for (int at = source.indexOf('{', position); at >= 0
                && at + 1 < source.length(); at = source.indexOf('{', at + 1)) {
            if ("{%#".indexOf(source.charAt(at + 1)) >= 0) {
                return at;
            }
        }
        return source.length();
    }

    private void text(int end, boolean lineStarts) {
        String text = source.substring(position, end);
        if (end < source.length()) {
            char control = end + 2 < source.length() ? source.charAt(end + 2) : ' ';
            boolean isBlock = source.charAt(end + 1) != '{';
            if (control == '-') {
                text = PythonText.stripRight(text);
            } else if (isBlock && control != '+') {
                int lineStart = text.lastIndexOf('\n') + 1;
                if ((lineStart > 0 || lineStarts) && PythonText.strip(text.substring(lineStart)).isEmpty()) {
                    text = text.substring(0, lineStart);
                }
            }
        }
        if (!text.isEmpty()) {
            tokens.add(new Token(Kind.TEXT, text, line));
        }
        advance(end);
    }

    private void comment() {
        int end = source.indexOf("#}", position);
        if (end < 0) {
            throw new TemplateException(line, "comment '{#' is never closed by '#}'");
        }
        char control = source.charAt(end - 1);
        advance(end + 2);
        afterTag(control, true);
    }

    private void block() {
        int begin = tokens.size();
        expression(Kind.BLOCK_BEGIN, Kind.BLOCK_END, "%}");
        if (tokens.size() == begin + 3 && tokens.get(begin + 1).isName("raw")) {
            tokens.subList(begin, tokens.size()).clear();
            raw();
        }
    }

    private void raw() {
        int start = position;
        for (int at = source.indexOf("{%", start); at >= 0; at = source.indexOf("{%", at + 2)) {
            int end = source.indexOf("%}", at);
            if (end > 0 && source.substring(at + 2, end).replace('-', ' ').strip().equals("endraw")) {
                tokens.add(new Token(Kind.TEXT, source.substring(start, at), line));
                advance(end + 2);
                afterTag(source.charAt(end - 1), true);
                return;
            }
        }
        throw new TemplateException(line, "'raw' is never closed by 'endraw'");
    }

    private void expression(Kind begin, Kind end, String closing) {
        int opened = line;
        tokens.add(new Token(begin, source.substring(position - 2, position), line));
        Deque<Character> brackets = new ArrayDeque<>();
        while (position < source.length()) {
            char c = source.charAt(position);
            if (PythonText.isWhitespace(c)) {
                advance(position + 1);
            } else if (brackets.isEmpty() && closes(closing)) {
                boolean controlled = c == '-' || c == '+';
                tokens.add(new Token(end, closing, line));
                advance(position + closing.length() + (controlled ? 1 : 0));
                afterTag(c, end == Kind.BLOCK_END);
                return;
            } else {
                token(c, brackets);
            }
        }
        throw new TemplateException(opened, "a tag opened here is never closed by '" + closing + "'");
    }

    private boolean closes(String closing) {
        return source.startsWith(closing, position) || source.startsWith("-" + closing, position)
                || (closing.equals("%}") && source.startsWith("+%}", position));
    }

    private void afterTag(char control, boolean isBlock) {
        if (control == '-') {
            while (position < source.length() && PythonText.isWhitespace(source.charAt(position))) {
                advance(position + 1);
            }
        } else if (isBlock && control != '+' && peek('\n')) {
            advance(position + 1);
        }
    }

    private void token(char c, Deque<Character> brackets) {
        int start = position;
        if (c == '"' || c == '\'') {
            tokens.add(new Token(Kind.STRING, string(c), line));
        } else if (Character.isDigit(c)) {
            number();
        } else if (Character.isJavaIdentifierStart(c) && c != '$') {
            int end = start;
            while (end < source.length() && Character.isJavaIdentifierPart(source.charAt(end))) {
                end++;
            }
            tokens.add(new Token(Kind.NAME, source.substring(start, end), line));
            advance(end);
        } else {
            operator(c, brackets);
        }
    }

    private void operator(char c, Deque<Character> brackets) {
        String symbol = String.valueOf(c);
        for (String candidate : LONG_OPERATORS) {
            if (source.startsWith(candidate, position)) {
                symbol = candidate;
            }
        }
        if (symbol.length() == 1 && SHORT_OPERATORS.indexOf(c) < 0) {
            throw new TemplateException(line, "unexpected character '" + c + "'");
        }
        switch (c) {
            case '(' -> brackets.push(')');
            case '[' -> brackets.push(']');
            case '{' -> brackets.push('}');
            case ')', ']', '}' -> {
                if (brackets.isEmpty() || brackets.pop() != c) {
                    throw new TemplateException(line, "'" + c + "' closes no bracket");
                }
            }
            default -> {
            }
        }
        tokens.add(new Token(Kind.OPERATOR, symbol, line));
        advance(position + symbol.length());
    }

    private void number() {
        int end = digits(position);
        Kind kind = Kind.INTEGER;
        if (end + 1 < source.length() && source.charAt(end) == '.' && Character.isDigit(source.charAt(end + 1))) {
            kind = Kind.FLOAT;
            end = digits(end + 1);
        }
        if (end < source.length() && (source.charAt(end) == 'e' || source.charAt(end) == 'E')) {
            int exponent = end + 1;
            if (exponent < source.length() && "+-".indexOf(source.charAt(exponent)) >= 0) {
                exponent++;
            }
            if (digits(exponent) > exponent) {
                kind = Kind.FLOAT;
                end = digits(exponent);
            }
        }
        tokens.add(new Token(kind, source.substring(position, end).replace("_", ""), line));
        advance(end);
    }

    private int digits(int from) {
        int end = from;
        while (end < source.length() && (Character.isDigit(source.charAt(end)) || source.charAt(end) == '_')) {
            end++;
        }
        return end;
    }

    private String string(char quote) {
        int end = position + 1;
        while (end < source.length() && source.charAt(end) != quote) {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= source.length()) {
            throw new TemplateException(line, "string is never closed by " + quote);
        }
        String value = StringEscapes.unescape(source.substring(position + 1, end), line);
        advance(end + 1);
        return value;
    }

    private boolean peek(char expected) {
        return position < source.length() && source.charAt(position) == expected;
    }

    private void advance(int to) {
        for (int i = position; i < to; i++) {
            if (source.charAt(i) == '\n') {
                line++;
            }
        }
        position = to;
    }
}
