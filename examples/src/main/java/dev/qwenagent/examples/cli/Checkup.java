package dev.qwenagent.examples.cli;

import java.util.List;
import java.util.function.Supplier;

/**
 * One thing that {@code doctor} looks at.
 *
 * @param subject what it is
 * @param examination looks; does not throw
 */
record Checkup(String subject, Supplier<List<Finding>> examination) {

    List<Finding> look() {
        return examination.get();
    }
}
