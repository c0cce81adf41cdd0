package dev.qwenagent.tools.binding;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Reads numbers exactly, from JSON numbers and from text that is nothing but a number. */
final class NumberReader {

    /** Decimal places before or after the point beyond which arithmetic would take unreasonable time and space. */
    private static final int MAX_MAGNITUDE = 10_000;

    private static final int MAX_DIGITS = 1_000;

    private NumberReader() {}

    static Object whole(Shape.Whole shape, JsonNode json, String path) {
        // What nearly every number is; the rest is read exactly, and takes longer.
        if (json.isInt() && shape.type() == Integer.class) {
            return json.intValue();
        }
        BigDecimal number = number(shape, json, path);
        if (number.scale() > 0 && number.signum() != 0 && number.stripTrailingZeros().scale() > 0) {
            throw ValueReader.wrong(shape.expected(), json, path);
        }
        BigInteger whole = number.toBigIntegerExact();
        BigInteger least = shape.least();
        BigInteger most = shape.most();
        if (least != null && most != null && (whole.compareTo(least) < 0 || whole.compareTo(most) > 0)) {
            throw ValueReader.wrong(shape.expected() + " from " + least + " to " + most, json, path);
        }
        Class<?> type = shape.type();
        if (type == Integer.class) {
            return whole.intValueExact();
        } else if (type == Long.class) {
            return whole.longValueExact();
        } else if (type == Short.class) {
            return whole.shortValueExact();
        } else if (type == Byte.class) {
            return whole.byteValueExact();
        }
        return whole;
    }

    static Object fraction(Shape.Fraction shape, JsonNode json, String path) {
        BigDecimal number = number(shape, json, path);
        if (shape.type() == BigDecimal.class) {
            return number;
        }
        if (shape.type() == Double.class && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        if (shape.type() == Float.class && Float.isFinite(number.floatValue())) {
            return number.floatValue();
        }
        throw ValueReader.wrong("a smaller number", json, path);
    }

    private static BigDecimal number(Shape shape, JsonNode json, String path) {
        BigDecimal number;
        if (json.isNumber()) {
            number = json.decimalValue();
        } else if (json.isTextual() && json.textValue().length() <= MAX_DIGITS) {
            try {
                number = new BigDecimal(json.textValue().strip());
            } catch (NumberFormatException e) {
                throw ValueReader.wrong(shape.expected(), json, path);
            }
        } else {
            throw ValueReader.wrong(shape.expected(), json, path);
        }
        long magnitude = (long) number.precision() - number.scale();
        if (Math.abs(magnitude) > MAX_MAGNITUDE || Math.abs((long) number.scale()) > MAX_MAGNITUDE) {
            throw ValueReader.wrong(shape.expected() + " of at most " + MAX_MAGNITUDE + " digits", json, path);
        }
        return number;
    }
}
