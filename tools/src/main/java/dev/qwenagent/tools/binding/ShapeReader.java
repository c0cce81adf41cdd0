package dev.qwenagent.tools.binding;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.model.output.structured.Description;
import java.lang.reflect.Constructor;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads Java types into {@link Shape}s. A type that JSON cannot be read into is refused with the path that leads to it.
 */
final class ShapeReader {

    private static final Set<Class<?>> COLLECTIONS = Set.of(
            List.class, Collection.class, Iterable.class, SequencedCollection.class, Set.class);

    private final List<TextType<?>> own;

    ShapeReader(List<TextType<?>> own) {
        this.own = List.copyOf(own);
    }

    /**
     * The shape of a type.
     *
     * @param path what leads to the type, for errors
     * @throws IllegalArgumentException if JSON cannot be read into the type, with the path
     */
    Shape read(Type type, String path) {
        return read(type, new Place(path, Map.of(), List.of()));
    }

    /** The shape of a named value, with what stands in for it when it is absent. */
    Shape.Field field(Parameter parameter) {
        return field(parameter, new Place(parameter.name(), Map.of(), List.of()));
    }

    private Shape read(Type type, Place place) {
        return switch (type) {
            case Class<?> raw -> ofClass(raw, place);
            case ParameterizedType generic -> ofGeneric(generic, place);
            case GenericArrayType array -> {
                Shape element = read(array.getGenericComponentType(), place.within("[]"));
                yield new Shape.Sequence(element, rawClass(array, place));
            }
            case WildcardType wildcard -> read(wildcard.getUpperBounds()[0], place);
            case TypeVariable<?> variable when place.bound.containsKey(variable) ->
                read(place.bound.get(variable), place);
            default -> throw unsupported(type, place, "give it a concrete type");
        };
    }

    private Shape ofClass(Class<?> type, Place place) {
        Optional<TextType<?>> text = own.stream()
                .<TextType<?>>map(t -> t)
                .filter(t -> t.type() == type)
                .findFirst()
                .or(() -> TextTypes.of(type));
        if (text.isPresent()) {
            return new Shape.Text(text.get());
        }
        Optional<Shape> scalar = number(type);
        if (scalar.isPresent()) {
            return scalar.get();
        }
        if (type == boolean.class || type == Boolean.class) {
            return new Shape.Truth();
        }
        if (type.isEnum()) {
            return new Shape.Choice(Arrays.stream(type.getEnumConstants()).<Enum<?>>map(c -> (Enum<?>) c).toList());
        }
        if (type.isArray()) {
            return new Shape.Sequence(read(type.getComponentType(), place.within("[]")), type);
        }
        if (type.isRecord()) {
            return structure(type, place);
        }
        String advice = COLLECTIONS.contains(type) || type == Map.class || type == Optional.class
                ? "say of what, such as " + type.getSimpleName()
                        + (type == Map.class ? "<String, Integer>" : "<String>")
                : "use a record, an enum, a text, number or date type, or a List, Set, Map or Optional of those";
        throw unsupported(type, place, advice);
    }

    private Shape ofGeneric(ParameterizedType type, Place place) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type[] arguments = type.getActualTypeArguments();
        if (COLLECTIONS.contains(raw)) {
            return new Shape.Sequence(read(arguments[0], place.within("[]")), raw);
        }
        if (raw == Map.class) {
            Shape key = read(arguments[0], place.within("{key}"));
            if (!(key instanceof Shape.Text || key instanceof Shape.Choice || key instanceof Shape.Whole)) {
                throw unsupported(arguments[0], place.within("{key}"), "a key is a text, an enum or a whole number");
            }
            return new Shape.Table(key, read(arguments[1], place.within("{value}")));
        }
        if (raw == Optional.class) {
            return new Shape.Maybe(read(arguments[0], place));
        }
        if (raw.isRecord()) {
            Map<TypeVariable<?>, Type> bound = new HashMap<>(place.bound);
            for (int i = 0; i < arguments.length; i++) {
                bound.put(raw.getTypeParameters()[i], arguments[i]);
            }
            return structure(raw, new Place(place.path, bound, place.open));
        }
        return ofClass(raw, place);
    }

    private static Optional<Shape> number(Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return Optional.of(whole(Integer.class, Integer.MIN_VALUE, Integer.MAX_VALUE));
        } else if (type == long.class || type == Long.class) {
            return Optional.of(whole(Long.class, Long.MIN_VALUE, Long.MAX_VALUE));
        } else if (type == short.class || type == Short.class) {
            return Optional.of(whole(Short.class, Short.MIN_VALUE, Short.MAX_VALUE));
        } else if (type == byte.class || type == Byte.class) {
            return Optional.of(whole(Byte.class, Byte.MIN_VALUE, Byte.MAX_VALUE));
        } else if (type == BigInteger.class) {
            return Optional.of(new Shape.Whole(BigInteger.class, null, null));
        } else if (type == double.class || type == Double.class) {
            return Optional.of(new Shape.Fraction(Double.class));
        } else if (type == float.class || type == Float.class) {
            return Optional.of(new Shape.Fraction(Float.class));
        } else if (type == BigDecimal.class || type == Number.class) {
            return Optional.of(new Shape.Fraction(BigDecimal.class));
        }
        return Optional.empty();
    }

    private static Shape whole(Class<?> type, long least, long most) {
        return new Shape.Whole(type, BigInteger.valueOf(least), BigInteger.valueOf(most));
    }

    private Shape structure(Class<?> type, Place place) {
        if (place.open.contains(type)) {
            throw unsupported(type, place, "a record may not contain itself");
        }
        RecordComponent[] components = type.getRecordComponents();
        Constructor<?> constructor = constructor(type, components, place);
        List<Shape.Field> fields = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            Parameter parameter = component(components[i], constructor.getParameters()[i].getAnnotation(P.class));
            String path = place.path.isEmpty() ? parameter.name() : place.path + "." + parameter.name();
            List<Class<?>> open = new ArrayList<>(place.open);
            open.add(type);
            fields.add(field(parameter, new Place(path, place.bound, open)));
        }
        Description description = type.getAnnotation(Description.class);
        return new Shape.Structure(new Shape.Fields(fields), text(description), constructor);
    }

    private static Constructor<?> constructor(Class<?> type, RecordComponent[] components, Place place) {
        Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            if (!constructor.trySetAccessible()) {
                throw unsupported(type, place, "make it public and open its package to dev.qwenagent.tools");
            }
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("record " + type.getName() + " has no canonical constructor", e);
        }
    }

    private static Parameter component(RecordComponent component, @Nullable P said) {
        boolean isNullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        Parameter parameter = said != null ? Parameter.of(component.getName(), component.getGenericType(), said)
                : new Parameter(component.getName(), component.getGenericType(), description(component),
                        Parameter.Presence.REQUIRED, null);
        return isNullable ? parameter.withPresence(Parameter.Presence.OPTIONAL) : parameter;
    }

    private static String description(RecordComponent component) {
        try {
            return text(component.getDeclaringRecord()
                    .getDeclaredField(component.getName())
                    .getAnnotation(Description.class));
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("record component " + component + " has no field", e);
        }
    }

    private static String text(@Nullable Description description) {
        return description == null ? "" : String.join(" ", description.value());
    }

    private Shape.Field field(Parameter parameter, Place place) {
        Shape shape = read(parameter.type(), place);
        String defaultText = parameter.defaultText();
        if (defaultText != null) {
            Object value;
            try {
                value = ValueReader.readDefault(shape, defaultText);
            } catch (BindingException e) {
                throw new IllegalArgumentException(
                        place.path + ": the default value does not fit: " + e.getMessage(), e);
            }
            String note = "default: " + defaultText;
            String description = parameter.description().isEmpty() ? note
                    : parameter.description() + " (" + note + ")";
            return new Shape.Field(parameter.name(), shape, description, false, value);
        }
        if (shape instanceof Shape.Maybe) {
            return new Shape.Field(parameter.name(), shape, parameter.description(), false, Optional.empty());
        }
        boolean isOptional = parameter.presence() == Parameter.Presence.OPTIONAL;
        if (isOptional && parameter.type() instanceof Class<?> raw && raw.isPrimitive()) {
            throw new IllegalArgumentException(place.path + ": " + raw + " cannot be left out; give it a default value,"
                    + " or a type that can be absent");
        }
        return new Shape.Field(parameter.name(), shape, parameter.description(), !isOptional, null);
    }

    private Class<?> rawClass(Type type, Place place) {
        return switch (type) {
            case Class<?> raw -> raw;
            case ParameterizedType generic -> (Class<?>) generic.getRawType();
            case GenericArrayType array -> rawClass(array.getGenericComponentType(), place).arrayType();
            case TypeVariable<?> variable when place.bound.containsKey(variable) ->
                rawClass(place.bound.get(variable), place);
            default -> throw unsupported(type, place, "give it a concrete type");
        };
    }

    private static IllegalArgumentException unsupported(Type type, Place place, String advice) {
        String where = place.path.isEmpty() ? "" : place.path + ": ";
        return new IllegalArgumentException(where + "the type " + type.getTypeName() + " is not supported; " + advice);
    }

    /** Where the reader is: the path so far, what the type variables stand for, and the records that it is inside of. */
    private record Place(String path, Map<TypeVariable<?>, Type> bound, List<Class<?>> open) {
        Place within(String step) {
            return new Place(path + step, bound, open);
        }
    }
}
