package dev.qwenagent.tools.builtin;

import static javax.measure.MetricPrefix.CENTI;
import static javax.measure.MetricPrefix.DECI;
import static javax.measure.MetricPrefix.KILO;
import static javax.measure.MetricPrefix.MICRO;
import static javax.measure.MetricPrefix.MILLI;
import static javax.measure.MetricPrefix.NANO;

import dev.qwenagent.tools.binding.Suggestions;
import dev.qwenagent.tools.builtin.NamedUnit.Quantity;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.measure.Unit;
import javax.measure.quantity.Length;
import javax.measure.quantity.Volume;
import systems.uom.common.Imperial;
import systems.uom.common.USCustomary;
import tech.units.indriya.unit.Units;

/**
 * Units by the names that people use for them: symbols, singular and plural, British and American spelling. Gallons, pints
 * and the like are those of the United States unless they are called imperial. Immutable.
 */
final class UnitCatalogue {

    private static final int SUGGESTED = 4;

    private static final Map<String, NamedUnit> BY_NAME = catalogue();

    private UnitCatalogue() {}

    /**
     * The unit of that name.
     *
     * @throws IllegalArgumentException if there is none, with near names
     */
    static NamedUnit find(String name) {
        String said = name.strip().replace("²", "2").replace("³", "3").replace("^", "");
        NamedUnit exact = BY_NAME.get(said);
        if (exact != null) {
            return exact;
        }
        String lower = said.toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
        return lookUp(lower).or(() -> withoutEnding(lower, "s"))
                .or(() -> withoutEnding(lower, "es"))
                .orElseThrow(() -> unknown(name.strip()));
    }

    private static Optional<NamedUnit> lookUp(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    private static Optional<NamedUnit> withoutEnding(String name, String ending) {
        // Symbols have no plural: "ms" is not metres.
        boolean isWord = name.endsWith(ending) && name.length() > ending.length() + 1;
        return isWord ? lookUp(name.substring(0, name.length() - ending.length())) : Optional.empty();
    }

    private static IllegalArgumentException unknown(String name) {
        List<String> near = Suggestions.near(name, BY_NAME.keySet(), SUGGESTED);
        return new IllegalArgumentException("there is no unit \"" + name + "\"; " + (near.isEmpty()
                ? "use one such as km, miles, kg, pounds, hours, minutes, celsius, litres"
                : "did you mean " + String.join(", ", near) + "?"));
    }

    private static Map<String, NamedUnit> catalogue() {
        Map<String, NamedUnit> all = new HashMap<>();
        lengths(all);
        areas(all);
        volumes(all);
        masses(all);
        times(all);
        speeds(all);
        temperatures(all);
        data(all);
        return Map.copyOf(all);
    }

    private static void lengths(Map<String, NamedUnit> all) {
        add(all, Quantity.LENGTH, Units.METRE, "m|metre|meter");
        add(all, Quantity.LENGTH, KILO(Units.METRE), "km|kilometre|kilometer");
        add(all, Quantity.LENGTH, DECI(Units.METRE), "dm|decimetre|decimeter");
        add(all, Quantity.LENGTH, CENTI(Units.METRE), "cm|centimetre|centimeter");
        add(all, Quantity.LENGTH, MILLI(Units.METRE), "mm|millimetre|millimeter");
        add(all, Quantity.LENGTH, MICRO(Units.METRE), "µm|um|micrometre|micrometer|micron");
        add(all, Quantity.LENGTH, NANO(Units.METRE), "nm|nanometre|nanometer");
        add(all, Quantity.LENGTH, USCustomary.MILE, "mi|mile");
        add(all, Quantity.LENGTH, USCustomary.YARD, "yd|yard");
        add(all, Quantity.LENGTH, USCustomary.FOOT, "ft|foot|feet");
        add(all, Quantity.LENGTH, USCustomary.INCH, "in|inch");
        add(all, Quantity.LENGTH, USCustomary.NAUTICAL_MILE, "nmi|nautical mile");
        add(all, Quantity.LENGTH, USCustomary.LIGHT_YEAR, "ly|light year|lightyear");
    }

    private static void areas(Map<String, NamedUnit> all) {
        add(all, Quantity.AREA, Units.SQUARE_METRE, "m2|sqm|square metre|square meter");
        add(all, Quantity.AREA, square(KILO(Units.METRE)), "km2|square kilometre|square kilometer");
        add(all, Quantity.AREA, square(CENTI(Units.METRE)), "cm2|square centimetre|square centimeter");
        add(all, Quantity.AREA, square(USCustomary.MILE), "mi2|sq mi|square mile");
        add(all, Quantity.AREA, square(USCustomary.YARD), "yd2|sq yd|square yard");
        add(all, Quantity.AREA, square(USCustomary.FOOT), "ft2|sq ft|sqft|square foot|square feet");
        add(all, Quantity.AREA, square(USCustomary.INCH), "in2|sq in|square inch");
        add(all, Quantity.AREA, USCustomary.HECTARE, "ha|hectare");
        add(all, Quantity.AREA, USCustomary.ACRE, "ac|acre");
    }

    private static Unit<?> square(Unit<Length> length) {
        return length.pow(2);
    }

    private static void volumes(Map<String, NamedUnit> all) {
        Unit<Volume> litre = Units.LITRE;
        add(all, Quantity.VOLUME, litre, "l|litre|liter");
        add(all, Quantity.VOLUME, DECI(litre), "dl|decilitre|deciliter");
        add(all, Quantity.VOLUME, CENTI(litre), "cl|centilitre|centiliter");
        add(all, Quantity.VOLUME, MILLI(litre), "ml|millilitre|milliliter");
        add(all, Quantity.VOLUME, Units.CUBIC_METRE, "m3|cubic metre|cubic meter");
        add(all, Quantity.VOLUME, CENTI(Units.METRE).pow(3), "cm3|cc|cubic centimetre|cubic centimeter");
        add(all, Quantity.VOLUME, USCustomary.CUBIC_FOOT, "ft3|cubic foot|cubic feet");
        add(all, Quantity.VOLUME, USCustomary.CUBIC_INCH, "in3|cubic inch");
        add(all, Quantity.VOLUME, USCustomary.GALLON_LIQUID, "gal|gallon|us gallon");
        add(all, Quantity.VOLUME, USCustomary.GALLON_LIQUID.divide(4), "qt|quart");
        add(all, Quantity.VOLUME, USCustomary.GALLON_LIQUID.divide(8), "pt|pint");
        add(all, Quantity.VOLUME, USCustomary.GALLON_LIQUID.divide(16), "cup");
        add(all, Quantity.VOLUME, USCustomary.GALLON_LIQUID.divide(128), "fl oz|floz|fluid ounce");
        add(all, Quantity.VOLUME, USCustomary.GALLON_LIQUID.divide(256), "tbsp|tablespoon");
        add(all, Quantity.VOLUME, USCustomary.GALLON_LIQUID.divide(768), "tsp|teaspoon");
        add(all, Quantity.VOLUME, Imperial.GALLON_UK, "imp gal|imperial gallon|uk gallon");
        add(all, Quantity.VOLUME, Imperial.GALLON_UK.divide(8), "imp pt|imperial pint|uk pint");
    }

    private static void masses(Map<String, NamedUnit> all) {
        add(all, Quantity.MASS, Units.KILOGRAM, "kg|kilogram|kilo");
        add(all, Quantity.MASS, Units.GRAM, "g|gram|gramme");
        add(all, Quantity.MASS, MILLI(Units.GRAM), "mg|milligram");
        add(all, Quantity.MASS, MICRO(Units.GRAM), "µg|ug|microgram");
        add(all, Quantity.MASS, Units.KILOGRAM.multiply(1000), "t|tonne|metric ton");
        add(all, Quantity.MASS, USCustomary.POUND, "lb|lbs|pound");
        add(all, Quantity.MASS, USCustomary.POUND.divide(16), "oz|ounce");
        add(all, Quantity.MASS, USCustomary.POUND.multiply(14), "st|stone");
        add(all, Quantity.MASS, USCustomary.POUND.multiply(2000), "ton|short ton|us ton");
        add(all, Quantity.MASS, USCustomary.POUND.multiply(2240), "long ton|imperial ton");
    }

    private static void times(Map<String, NamedUnit> all) {
        add(all, Quantity.TIME, Units.SECOND, "s|sec|second");
        add(all, Quantity.TIME, MILLI(Units.SECOND), "ms|msec|millisecond");
        add(all, Quantity.TIME, MICRO(Units.SECOND), "µs|us|microsecond");
        add(all, Quantity.TIME, NANO(Units.SECOND), "ns|nanosecond");
        add(all, Quantity.TIME, Units.MINUTE, "min|minute");
        add(all, Quantity.TIME, Units.HOUR, "h|hr|hour");
        add(all, Quantity.TIME, Units.DAY, "d|day");
        add(all, Quantity.TIME, Units.WEEK, "wk|week");
        add(all, Quantity.TIME, Units.MONTH, "month");
        add(all, Quantity.TIME, Units.YEAR, "y|yr|year");
    }

    private static void speeds(Map<String, NamedUnit> all) {
        add(all, Quantity.SPEED, Units.METRE_PER_SECOND,
                "m/s|mps|metre per second|meter per second|metres per second|meters per second");
        add(all, Quantity.SPEED, Units.KILOMETRE_PER_HOUR, "km/h|kmh|kph|kilometre per hour|kilometer per hour"
                + "|kilometres per hour|kilometers per hour");
        add(all, Quantity.SPEED, USCustomary.MILE_PER_HOUR, "mph|mi/h|mile per hour|miles per hour");
        add(all, Quantity.SPEED, USCustomary.FOOT_PER_SECOND, "ft/s|fps|foot per second|feet per second");
        add(all, Quantity.SPEED, USCustomary.NAUTICAL_MILE.divide(Units.HOUR), "kn|kt|knot");
    }

    private static void temperatures(Map<String, NamedUnit> all) {
        add(all, Quantity.TEMPERATURE, Units.CELSIUS, "c|°c|celsius|centigrade|degree celsius|degrees celsius");
        add(all, Quantity.TEMPERATURE, USCustomary.FAHRENHEIT,
                "f|°f|fahrenheit|degree fahrenheit|degrees fahrenheit");
        add(all, Quantity.TEMPERATURE, Units.KELVIN, "k|kelvin");
    }

    private static void data(Map<String, NamedUnit> all) {
        Unit<?> bit = Units.METRE.divide(Units.METRE).alternate("bit");
        Unit<?> octet = bit.multiply(8);
        add(all, Quantity.DATA, bit, "bit");
        add(all, Quantity.DATA, bit.multiply(1_000), "kbit|kilobit");
        add(all, Quantity.DATA, bit.multiply(1_000_000), "Mb|mbit|megabit");
        add(all, Quantity.DATA, bit.multiply(1_000_000_000), "Gb|gbit|gigabit");
        add(all, Quantity.DATA, octet, "b|byte");
        add(all, Quantity.DATA, octet.multiply(1_000), "kb|kilobyte");
        add(all, Quantity.DATA, octet.multiply(1_000_000), "mb|megabyte");
        add(all, Quantity.DATA, octet.multiply(1_000_000_000), "gb|gigabyte");
        add(all, Quantity.DATA, octet.multiply(1_000_000_000_000L), "tb|terabyte");
        add(all, Quantity.DATA, octet.multiply(1L << 10), "kib|kibibyte");
        add(all, Quantity.DATA, octet.multiply(1L << 20), "mib|mebibyte");
        add(all, Quantity.DATA, octet.multiply(1L << 30), "gib|gibibyte");
        add(all, Quantity.DATA, octet.multiply(1L << 40), "tib|tebibyte");
    }

    private static void add(Map<String, NamedUnit> all, Quantity quantity, Unit<?> unit, String names) {
        for (String name : names.split("\\|")) {
            if (all.put(name, new NamedUnit(quantity, unit)) != null) {
                throw new IllegalStateException("two units are called " + name);
            }
        }
    }
}
