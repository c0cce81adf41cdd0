package dev.qwenagent.local.gguf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The key/value pairs of a file, read by type.
 *
 * <p>
 * Each kind has a getter that requires the key and one that returns empty when it is absent. Either throws
 * {@link GgufFormatException} naming the key, the wanted and the found kind when the file holds something else, so that
 * a damaged file never shows as a {@code ClassCastException}. Immutable.
 */
public final class GgufMetadata {

    private final String source;
    private final Map<String, GgufValue> values;
    private final Map<String, Long> offsets;

    /**
     * The pairs of a file.
     *
     * @param source the file's name
     * @param values in the file's order
     * @param offsets where in the file each value is
     */
    GgufMetadata(String source, Map<String, GgufValue> values, Map<String, Long> offsets) {
        this.source = source;
        this.values = new LinkedHashMap<>(values);
        this.offsets = Map.copyOf(offsets);
    }

    /** All keys in the file's order. */
    public Set<String> keys() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /** Whether the key is present. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /**
     * A key with its file and the offset of its value, or with the word that it is absent, so that what is said of it is said
     * of its default: how an error message begins.
     */
    public String place(String key) {
        Long offset = offsets.get(key);
        return "%s: metadata %s %s".formatted(source, key,
                offset == null ? "(no such key, so its default)" : "at offset " + offset);
    }

    /** The value under a key of {@link #keys()}, whatever its kind. */
    GgufValue value(String key) {
        return Objects.requireNonNull(values.get(key), key);
    }

    /** The string under a key that must be there. */
    public String text(String key) {
        return findText(key).orElseThrow(() -> absent(key, "string"));
    }

    /** The string under a key, or empty. */
    public Optional<String> findText(String key) {
        return switch (values.get(key)) {
            case null -> Optional.empty();
            case GgufValue.Text(var value) -> Optional.of(value);
            case GgufValue other -> throw mismatch(key, "string", other);
        };
    }

    /** The integer under a key that must be there. */
    public long whole(String key) {
        return findWhole(key).orElseThrow(() -> absent(key, "integer"));
    }

    /** The integer under a key that must be there, as an {@code int}; also refuses what does not fit. */
    public int integer(String key) {
        return fit(key, whole(key));
    }

    /** The integer under a key, or empty. */
    public Optional<Long> findWhole(String key) {
        return switch (values.get(key)) {
            case null -> Optional.empty();
            case GgufValue.Whole(var value) -> Optional.of(value);
            case GgufValue other -> throw mismatch(key, "integer", other);
        };
    }

    /** The integer under a key as an {@code int}, or empty; also refuses what does not fit. */
    public Optional<Integer> findInteger(String key) {
        return findWhole(key).map(value -> fit(key, value));
    }

    /** The float under a key that must be there; an integer is taken as one. */
    public double real(String key) {
        return findReal(key).orElseThrow(() -> absent(key, "float"));
    }

    /** The float under a key, or empty; an integer is taken as one. */
    public Optional<Double> findReal(String key) {
        return switch (values.get(key)) {
            case null -> Optional.empty();
            case GgufValue.Real(var value) -> Optional.of(value);
            case GgufValue.Whole(var value) -> Optional.of((double) value);
            case GgufValue other -> throw mismatch(key, "float", other);
        };
    }

    /** The boolean under a key, or empty. */
    public Optional<Boolean> findFlag(String key) {
        return switch (values.get(key)) {
            case null -> Optional.empty();
            case GgufValue.Flag(var value) -> Optional.of(value);
            case GgufValue other -> throw mismatch(key, "boolean", other);
        };
    }

    /** The strings under a key that must be there, in order. */
    public List<String> texts(String key) {
        return switch (values.get(key)) {
            case null -> throw absent(key, "array of strings");
            case GgufValue.Texts(var list) -> list;
            case GgufValue other -> throw mismatch(key, "array of strings", other);
        };
    }

    /** The integers under a key, or empty; the array is the caller's. */
    public Optional<long[]> findWholes(String key) {
        return switch (values.get(key)) {
            case null -> Optional.empty();
            case GgufValue.Wholes(var array) -> Optional.of(array.clone());
            case GgufValue other -> throw mismatch(key, "array of integers", other);
        };
    }

    /** The floats under a key, or empty; the array is the caller's. */
    public Optional<double[]> findReals(String key) {
        return switch (values.get(key)) {
            case null -> Optional.empty();
            case GgufValue.Reals(var array) -> Optional.of(array.clone());
            case GgufValue other -> throw mismatch(key, "array of floats", other);
        };
    }

    /** The booleans under a key, or empty; the array is the caller's. */
    public Optional<boolean[]> findFlags(String key) {
        return switch (values.get(key)) {
            case null -> Optional.empty();
            case GgufValue.Flags(var array) -> Optional.of(array.clone());
            case GgufValue other -> throw mismatch(key, "array of booleans", other);
        };
    }

    private int fit(String key, long value) {
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
            throw new GgufFormatException(
                    "%s: expected a number within 32 bits, found %d; the file is damaged".formatted(place(key), value));
        }
        return (int) value;
    }

    private GgufFormatException absent(String key, String wanted) {
        return new GgufFormatException(
                "%s: metadata %s: expected a value of kind %s, found no such key; convert the model again"
                        .formatted(source, key, wanted));
    }

    private GgufFormatException mismatch(String key, String wanted, @Nullable GgufValue found) {
        return new GgufFormatException("%s: expected kind %s, found %s; convert the model again"
                .formatted(place(key), wanted, found == null ? "nothing" : found.kind()));
    }
}
