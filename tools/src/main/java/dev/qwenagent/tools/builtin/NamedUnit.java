package dev.qwenagent.tools.builtin;

import javax.measure.Unit;

/** A unit and what it measures. */
record NamedUnit(Quantity quantity, Unit<?> unit) {

    /** What can be measured. */
    enum Quantity {
        LENGTH("a length"),
        AREA("an area"),
        VOLUME("a volume"),
        MASS("a mass"),
        TIME("a time"),
        SPEED("a speed"),
        TEMPERATURE("a temperature"),
        DATA("an amount of data");

        private final String words;

        Quantity(String words) {
            this.words = words;
        }

        String inWords() {
            return words;
        }
    }
}
