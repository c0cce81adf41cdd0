package dev.qwenagent.examples.cli.shell;

import dev.qwenagent.api.StopReason;

/** How a command ends, as the process tells it. */
public enum ExitCode {
    /** Done; also when the model was denied something and said so. */
    DONE(0),
    /** Failed. */
    FAILED(1),
    /** The command or a setting is wrong. */
    USAGE(2),
    /** A limit of the run was reached. */
    LIMIT(3),
    /** Interrupted by the person. */
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The process's exit code. */
    public int number() {
        return number;
    }

    /** How a command ends whose run stopped for this reason. */
    public static ExitCode of(StopReason reason) {
        return switch (reason) {
            case ANSWERED -> DONE;
            case TURN_LIMIT, TIME_LIMIT, TOKEN_LIMIT, THINKING_LIMIT, CALL_LIMIT, MONEY_LIMIT -> LIMIT;
            case BLOCKED, NOT_CLEARED, SUSPENDED, OUTCOME_UNKNOWN, FAILED -> FAILED;
            case CANCELLED -> INTERRUPTED;
        };
    }
}
