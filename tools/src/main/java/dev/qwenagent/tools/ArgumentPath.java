package dev.qwenagent.tools;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The way to a value inside of the arguments, such as {@code invoice.number}; through a list it leads to each element, which
 * {@code lines[*].item} says aloud.
 */
record ArgumentPath(List<String> steps) {

    private static final String EACH = "[*]";

    ArgumentPath {
        steps = List.copyOf(steps);
    }

    /**
     * Reads a path.
     *
     * @param scope the scope that it stands in, for errors
     * @throws IllegalArgumentException if no such argument or component exists, or it is no single value
     */
    static ArgumentPath of(String text, Map<String, Type> parameters, String scope) {
        List<String> written = Arrays.asList(text.split("\\.", -1));
        List<String> steps = written.stream().map(ArgumentPath::name).toList();
        Type type = parameters.get(steps.getFirst());
        if (type == null) {
            throw new IllegalArgumentException("the scope " + scope + " names the argument {" + text
                    + "}, which there is not; the arguments are: " + String.join(", ", parameters.keySet()));
        }
        Class<?> reached = element(type, written.getFirst(), scope);
        for (String step : written.subList(1, written.size())) {
            reached = component(reached, step, scope, text);
        }
        if (reached.isRecord() && !Resource.class.isAssignableFrom(reached)) {
            throw new IllegalArgumentException("the scope " + scope + " takes {" + text + "}, which is a whole "
                    + reached.getSimpleName() + "; name one of its components: " + names(reached));
        }
        return new ArgumentPath(steps);
    }

    private static String name(String step) {
        return step.endsWith(EACH) ? step.substring(0, step.length() - EACH.length()) : step;
    }

    private static Class<?> element(Type type, String step, String scope) {
        boolean isMany = type instanceof GenericArrayType || raw(type).isArray()
                || Iterable.class.isAssignableFrom(raw(type));
        if (step.endsWith(EACH) && !isMany) {
            throw new IllegalArgumentException("the scope " + scope + " takes each element of {" + name(step)
                    + "}, which is no list; leave out " + EACH);
        }
        return element(type);
    }

    private static Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> raw -> raw;
            case ParameterizedType generic -> (Class<?>) generic.getRawType();
            default -> Object.class;
        };
    }

    private static Class<?> component(Class<?> type, String step, String scope, String text) {
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                if (component.getName().equals(name(step))) {
                    return element(component.getGenericType(), step, scope);
                }
            }
        }
        throw new IllegalArgumentException("the scope " + scope + " takes {" + text + "}, but " + type.getSimpleName()
                + " has no record component " + step + (type.isRecord() ? "; it has: " + names(type) : ""));
    }

    private static String names(Class<?> type) {
        return String.join(", ", Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList());
    }

    /** The class of the value or, in a list or an optional, of each value. */
    private static Class<?> element(Type type) {
        return switch (type) {
            case Class<?> raw when raw.isArray() -> element(raw.getComponentType());
            case Class<?> raw -> raw;
            case GenericArrayType array -> element(array.getGenericComponentType());
            case ParameterizedType generic when generic.getRawType() == Optional.class
                    || Iterable.class.isAssignableFrom((Class<?>) generic.getRawType()) ->
                element(generic.getActualTypeArguments()[0]);
            case ParameterizedType generic -> (Class<?>) generic.getRawType();
            default -> Object.class;
        };
    }

    /** The texts that the path leads to; none if something on the way is absent. */
    List<String> values(Map<String, @Nullable Object> arguments) {
        Stream<Object> reached = flat(arguments.get(steps.getFirst()));
        for (String step : steps.subList(1, steps.size())) {
            reached = reached.flatMap(value -> flat(read(value, step)));
        }
        return reached.map(ArgumentPath::text).toList();
    }

    private static Stream<Object> flat(@Nullable Object value) {
        return switch (value) {
            case null -> Stream.empty();
            case Optional<?> optional -> optional.stream().flatMap(ArgumentPath::flat);
            case Iterable<?> list when !(value instanceof Resource) ->
                StreamSupport.stream(list.spliterator(), false).flatMap(ArgumentPath::flat);
            case Object array when array.getClass().isArray() ->
                IntStream.range(0, Array.getLength(array))
                        .mapToObj(i -> Optional.ofNullable(Array.get(array, i)))
                        .flatMap(ArgumentPath::flat);
            default -> Stream.of(value);
        };
    }

    private static @Nullable Object read(Object value, String step) {
        try {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                if (component.getName().equals(step)) {
                    component.getAccessor().setAccessible(true);
                    return component.getAccessor().invoke(value);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + step + " of " + value.getClass().getName(), e);
        }
        throw new IllegalStateException(value.getClass().getName() + " has no component " + step);
    }

    private static String text(Object value) {
        return switch (value) {
            case Resource resource -> resource.canonicalName();
            case Enum<?> constant -> constant.name();
            case BigDecimal number -> number.toPlainString();
            default -> value.toString();
        };
    }
}
