package dev.qwenagent.examples;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Gives the process its standard error back. The launcher holds it aside, as descriptor {@value #ASIDE}, while the JVM
 * starts, and lets the JVM write its note about incubator modules to a file: no pipe in between, so a terminal stays a
 * terminal and nothing is reordered.
 */
final class StandardError {

    /** Set by the launcher when, and only when, it holds standard error aside. */
    private static final String HELD = "qwenagent.stderr.held";

    private static final int ASIDE = 3;
    private static final int STANDARD_ERROR = 2;

    private StandardError() {}

    /** Makes descriptor 2 the caller's standard error again; does nothing when no launcher holds it aside. */
    @SuppressWarnings("restricted")
    static void restore() {
        if (!Boolean.getBoolean(HELD)) {
            return;
        }
        Linker linker = Linker.nativeLinker();
        MethodHandle dup2 = linker.downcallHandle(linker.defaultLookup().findOrThrow("dup2"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            if ((int) dup2.invokeExact(ASIDE, STANDARD_ERROR) != STANDARD_ERROR) {
                throw new IllegalStateException("standard error could not be restored from descriptor " + ASIDE);
            }
        } catch (Throwable e) {
            throw new IllegalStateException("standard error could not be restored from descriptor " + ASIDE, e);
        }
    }
}
