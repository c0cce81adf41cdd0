package dev.qwenagent.tools.binding;

import java.lang.reflect.Constructor;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What JSON a Java type takes. */
sealed interface Shape {

    /** What an error says was expected. */
    String expected();

    /** Text that stands for a value. */
    record Text(TextType<?> type) implements Shape {
        @Override
        public String expected() {
            return type.expected().isEmpty() ? "text" : type.expected();
        }
    }

    /**
     * A whole number.
     *
     * @param type the boxed type
     * @param least the smallest value; null for no limit
     * @param most the largest value; null for no limit
     */
    record Whole(Class<?> type, @Nullable BigInteger least, @Nullable BigInteger most) implements Shape {
        @Override
        public String expected() {
            return "a whole number";
        }
    }

    /**
     * Any number.
     *
     * @param type the boxed type
     */
    record Fraction(Class<?> type) implements Shape {
        @Override
        public String expected() {
            return "a number";
        }
    }

    /** True or false. */
    record Truth() implements Shape {
        @Override
        public String expected() {
            return "true or false";
        }
    }

    /** One of an enum's constants. */
    record Choice(List<? extends Enum<?>> constants) implements Shape {
        private static final int SHOWN = 20;

        public Choice {
            constants = List.copyOf(constants);
        }

        @Override
        public String expected() {
            String more = constants.size() > SHOWN ? ", …" : "";
            return names().limit(SHOWN).collect(Collectors.joining(", ", "one of ", more));
        }

        Stream<String> names() {
            return constants.stream().map(Enum::name);
        }
    }

    /**
     * Values in order.
     *
     * @param element each of them
     * @param raw the collection interface, or the array type
     */
    record Sequence(Shape element, Class<?> raw) implements Shape {
        @Override
        public String expected() {
            return "a list";
        }
    }

    /** Values by keys; a key is written as text. */
    record Table(Shape key, Shape value) implements Shape {
        @Override
        public String expected() {
            return "an object";
        }
    }

    /** A value that may be missing. */
    record Maybe(Shape value) implements Shape {
        @Override
        public String expected() {
            return value.expected();
        }
    }

    /** A record and its components. */
    record Structure(Fields fields, String description, Constructor<?> constructor) implements Shape {
        @Override
        public String expected() {
            return "an object with " + String.join(", ", fields.names());
        }
    }

    /**
     * Named values, in order.
     *
     * @param names theirs, which each call looks at
     */
    record Fields(List<Field> all, List<String> names) {
        Fields(List<Field> all) {
            this(List.copyOf(all), all.stream().map(Field::name).toList());
        }
    }

    /**
     * One named value.
     *
     * @param isRequired whether its absence is an error
     * @param fallback the value when it is absent
     */
    record Field(String name, Shape shape, String description, boolean isRequired, @Nullable Object fallback) {}
}
