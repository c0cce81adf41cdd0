package dev.qwenagent.examples.cli.shell;

import java.io.Console;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The terminal of this process, as far as it has one. */
final class ProcessTerminal implements Terminal {

    private static final Path TERMINAL = Path.of("/dev/tty");

    @Override
    public boolean isInput() {
        return isTerminal(0);
    }

    @Override
    public boolean isOutput() {
        return isTerminal(1);
    }

    @Override
    public boolean isError() {
        return isTerminal(2);
    }

    /** The JVM only tells whether all of them are, so the C library is asked. */
    @SuppressWarnings("restricted")
    private static boolean isTerminal(int descriptor) {
        Linker linker = Linker.nativeLinker();
        var lookup = linker.defaultLookup();
        var function = lookup.find("isatty").or(() -> lookup.find("_isatty"));
        if (function.isEmpty()) {
            return false;
        }
        var isatty = linker.downcallHandle(
                function.get(), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            return (int) isatty.invokeExact(descriptor) != 0;
        } catch (Throwable e) {
            throw new IllegalStateException("isatty failed for descriptor " + descriptor, e);
        }
    }

    @Override
    public Optional<Keyboard> keyboard() {
        if (Files.exists(TERMINAL)) {
            return controllingTerminal();
        }
        Console console = System.console();
        return console != null && console.isTerminal()
                ? Optional.of(new LineKeyboard(console::readLine, text -> console.printf("%s", text).flush()))
                : Optional.empty();
    }

    /** The process's own terminal is there whatever its streams are; opening it fails when there is none. */
    private static Optional<Keyboard> controllingTerminal() {
        try {
            return Optional.of(LineKeyboard.of(
                    new FileInputStream(TERMINAL.toFile()), new FileOutputStream(TERMINAL.toFile())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
