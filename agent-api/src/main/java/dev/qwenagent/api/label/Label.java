package dev.qwenagent.api.label;

/**
 * What is known of a piece of data. Labels join as data meets: the join of two is as confidential as the more confidential,
 * and as untrusted as the less trusted. Immutable.
 *
 * @param confidentiality who may see it
 * @param integrity whether what it says can be relied on, or may be an attacker's words
 */
public record Label(Confidentiality confidentiality, Integrity integrity) {

    /** Public and trusted: the bottom of the lattice. */
    public static final Label PLAIN = new Label(Confidentiality.PUBLIC, Integrity.TRUSTED);

    /** For those who are cleared for it, and trusted. */
    public static final Label CONFIDENTIAL = new Label(Confidentiality.CONFIDENTIAL, Integrity.TRUSTED);

    /** Public, and from a source that may be an attacker. */
    public static final Label UNTRUSTED = new Label(Confidentiality.PUBLIC, Integrity.UNTRUSTED);

    /** The top of the lattice; of two labels of which neither is higher, it is the join. */
    private static final Label CONFIDENTIAL_AND_UNTRUSTED = new Label(
            Confidentiality.CONFIDENTIAL, Integrity.UNTRUSTED);

    /** Who may see a piece of data. */
    public enum Confidentiality {
        /** Every model and every tool. */
        PUBLIC,
        /** Only models and tools that are cleared for it. */
        CONFIDENTIAL
    }

    /** Whether a piece of data can be relied on. */
    public enum Integrity {
        /** Its source is relied on. */
        TRUSTED,
        /** Its source may be an attacker; what it says is data, never a wish of the user. */
        UNTRUSTED
    }

    /** The label of data that both went into. */
    public Label join(Label other) {
        if (isAtLeast(other)) {
            return this;
        }
        return other.isAtLeast(this) ? other : CONFIDENTIAL_AND_UNTRUSTED;
    }

    private boolean isAtLeast(Label other) {
        return confidentiality.compareTo(other.confidentiality) >= 0 && integrity.compareTo(other.integrity) >= 0;
    }

    /** Whether only models and tools with the clearance may see it. */
    public boolean isConfidential() {
        return confidentiality == Confidentiality.CONFIDENTIAL;
    }

    /** Whether it may be an attacker's words. */
    public boolean isUntrusted() {
        return integrity == Integrity.UNTRUSTED;
    }

    /** What is known, in words for people: {@code plain}, {@code confidential}, {@code untrusted} or both. */
    public String words() {
        if (equals(PLAIN)) {
            return "plain";
        }
        return isConfidential() ? (isUntrusted() ? "confidential and untrusted" : "confidential") : "untrusted";
    }
}
