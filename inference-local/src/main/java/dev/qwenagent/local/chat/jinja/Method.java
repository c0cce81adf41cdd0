package dev.qwenagent.local.chat.jinja;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The methods that may be called on texts and mappings. */
enum Method {
    STARTSWITH, ENDSWITH, STRIP, LSTRIP, RSTRIP, SPLIT, RSPLIT, UPPER, LOWER, CAPITALIZE, REPLACE, FIND, COUNT, JOIN,
    GET, ITEMS, KEYS, VALUES;

    private static final Map<String, Method> NAMED = named();

    private static Map<String, Method> named() {
        Map<String, Method> methods = new HashMap<>();
        for (Method method : values()) {
            methods.put(method.label(), method);
        }
        return Map.copyOf(methods);
    }

    static Method named(String name, int line) {
        Method method = NAMED.get(name);
        if (method == null) {
            throw new TemplateException(line, "method '" + name + "' is not supported");
        }
        return method;
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Value apply(Value object, CallArguments arguments) {
        return switch (object) {
            case Value.Text(String text) -> onText(text, arguments);
            case Value.Mapping mapping -> onMapping(mapping, arguments);
            case Value.Whole _,Value.Real _,Value.Truth _,Value.None _,Value.Undefined _,Value.Sequence _,Value.Namespace _,Value.Macro _ ->
                throw noSuchMethod(
                        object);
        };
    }

    private EvaluationException noSuchMethod(Value object) {
        return new EvaluationException(Operations.kind(object) + " has no method '" + label() + "'");
    }

    private Value onText(String text, CallArguments arguments) {
        return switch (this) {
            case STARTSWITH -> Value.of(affix(arguments).stream().anyMatch(text::startsWith));
            case ENDSWITH -> Value.of(affix(arguments).stream().anyMatch(text::endsWith));
            case STRIP, LSTRIP, RSTRIP -> Value.of(strip(text, arguments.get(0, "chars"), this));
            case SPLIT, RSPLIT -> split(text, arguments);
            case UPPER -> Value.of(text.toUpperCase(Locale.ROOT));
            case LOWER -> Value.of(text.toLowerCase(Locale.ROOT));
            case CAPITALIZE -> Value.of(capitalize(text));
            case REPLACE -> Value.of(text.replace(string(arguments, 0), string(arguments, 1)));
            case FIND -> {
                int at = text.indexOf(string(arguments, 0));
                yield Value.of(at < 0 ? at : text.codePointCount(0, at));
            }
            case COUNT -> Value.of(text.isEmpty() ? 0 : parts(text, string(arguments, 0), -1).size() - 1L);
            case JOIN -> Filter.JOIN.apply(arguments.required(0, "iterable", label()),
                    new CallArguments(List.of(Value.of(text)), Map.of()));
            case GET, ITEMS, KEYS, VALUES -> throw noSuchMethod(Value.of(text));
        };
    }

    private Value onMapping(Value.Mapping mapping, CallArguments arguments) {
        return switch (this) {
            case ITEMS -> Filter.ITEMS.apply(mapping, arguments);
            case KEYS -> Value.of(Operations.items(mapping));
            case VALUES -> Value.of(List.copyOf(mapping.entries().values()));
            case GET -> {
                Value found = mapping.entries().get(PythonText.str(arguments.required(0, "key", label())));
                Value fallback = arguments.get(1, "default");
                yield found != null ? found : fallback != null ? fallback : Value.None.NONE;
            }
            case STARTSWITH, ENDSWITH, STRIP, LSTRIP, RSTRIP, SPLIT, RSPLIT, UPPER, LOWER, CAPITALIZE, REPLACE, FIND,
                    COUNT, JOIN ->
                throw noSuchMethod(
                        mapping);
        };
    }

    private String string(CallArguments arguments, int index) {
        Value value = arguments.required(index, "argument " + (index + 1), label());
        if (value instanceof Value.Text(String text)) {
            return text;
        }
        throw new EvaluationException("'" + label() + "' expects a string, found " + Operations.kind(value));
    }

    private List<String> affix(CallArguments arguments) {
        return arguments.required(0, "prefix", label()) instanceof Value.Sequence(var choices)
                ? choices.stream().map(PythonText::str).toList()
                : List.of(string(arguments, 0));
    }

    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.offsetByCodePoints(0, 1);
        return text.substring(0, first).toUpperCase(Locale.ROOT) + text.substring(first).toLowerCase(Locale.ROOT);
    }

    /** Removes the given characters, or white space, from the ends that the method names. */
    static String strip(String text, @Nullable Value characters, Method method) {
        String set = characters == null || characters instanceof Value.None ? null : PythonText.str(characters);
        int start = 0;
        int end = text.length();
        while (method != RSTRIP && start < end && isStripped(text.charAt(start), set)) {
            start++;
        }
        while (method != LSTRIP && end > start && isStripped(text.charAt(end - 1), set)) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isStripped(char c, @Nullable String set) {
        return set == null ? PythonText.isWhitespace(c) : set.indexOf(c) >= 0;
    }

    private Value split(String text, CallArguments arguments) {
        Value separator = arguments.get(0, "sep");
        Value most = arguments.get(1, "maxsplit");
        int limit = most == null ? -1 : Operations.index(most);
        List<String> parts;
        if (separator == null || separator instanceof Value.None) {
            if (limit >= 0) {
                throw new EvaluationException("'" + label() + "' with maxsplit needs a separator");
            }
            parts = words(text);
        } else {
            parts = this == SPLIT ? parts(text, string(arguments, 0), limit)
                    : lastParts(text, string(arguments, 0), limit);
        }
        return Value.of(parts.stream().map(Value::of).toList());
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || PythonText.isWhitespace(text.charAt(i))) {
                if (i > start) {
                    words.add(text.substring(start, i));
                }
                start = i + 1;
            }
        }
        return words;
    }

    private static List<String> parts(String text, String separator, int limit) {
        requireSeparator(separator);
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int at = text.indexOf(separator); at >= 0 && parts.size() != limit; at = text.indexOf(separator, start)) {
            parts.add(text.substring(start, at));
            start = at + separator.length();
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static List<String> lastParts(String text, String separator, int limit) {
        requireSeparator(separator);
        List<String> parts = new ArrayList<>();
        int end = text.length();
        for (int at = text.lastIndexOf(separator); at >= 0
                && parts.size() != limit; at = end < separator.length() ? -1
                        : text.lastIndexOf(separator, end - separator.length())) {
            parts.add(text.substring(at + separator.length(), end));
            end = at;
        }
        parts.add(text.substring(0, end));
        return parts.reversed();
    }

    private static void requireSeparator(String separator) {
        if (separator.isEmpty()) {
            throw new EvaluationException("empty separator");
        }
    }
}
