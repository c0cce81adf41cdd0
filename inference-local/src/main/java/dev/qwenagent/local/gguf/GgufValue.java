package dev.qwenagent.local.gguf;

import java.util.Arrays;
import java.util.List;

/** A metadata value as the file stores it; the widths of integers and floats are not kept. */
sealed interface GgufValue {

    /** The value's kind in the words of an error message. */
    String kind();

    record Whole(long value) implements GgufValue {
        @Override
        public String kind() {
            return "integer";
        }
    }

    record Real(double value) implements GgufValue {
        @Override
        public String kind() {
            return "float";
        }
    }

    record Flag(boolean value) implements GgufValue {
        @Override
        public String kind() {
            return "boolean";
        }
    }

    record Text(String value) implements GgufValue {
        @Override
        public String kind() {
            return "string";
        }
    }

    record Wholes(long[] values) implements GgufValue {
        @Override
        public String kind() {
            return "array of integers";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Wholes(var theirs) && Arrays.equals(values, theirs);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }

    record Reals(double[] values) implements GgufValue {
        @Override
        public String kind() {
            return "array of floats";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Reals(var theirs) && Arrays.equals(values, theirs);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }

    record Flags(boolean[] values) implements GgufValue {
        @Override
        public String kind() {
            return "array of booleans";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Flags(var theirs) && Arrays.equals(values, theirs);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }

    record Texts(List<String> values) implements GgufValue {
        @Override
        public String kind() {
            return "array of strings";
        }
    }

    record Arrayed(List<GgufValue> values) implements GgufValue {
        @Override
        public String kind() {
            return "array of arrays";
        }
    }
}
