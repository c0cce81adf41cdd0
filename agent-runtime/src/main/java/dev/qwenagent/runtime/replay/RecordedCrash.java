package dev.qwenagent.runtime.replay;

import org.jspecify.annotations.Nullable;

/** Stands for whatever ended a recorded run with no other trace than its words. */
final class RecordedCrash extends Error {

    private static final long serialVersionUID = 1L;

    RecordedCrash(@Nullable String problem) {
        super(String.valueOf(problem), null, false, false);
    }

    /** The words as they were: a run that an error ends tells of it by this. */
    @Override
    public String toString() {
        return String.valueOf(getMessage());
    }
}
