package dev.qwenagent.local.tensor;

/** The sixteen levels of {@link IQ4_NLTensor} and {@link IQ4_XSTensor}: dense around zero, where most weights are. */
final class UnevenLevels {

    private static final byte[] LEVELS = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};

    private UnevenLevels() {}

    static int of(int code) {
        return LEVELS[code];
    }
}
