package dev.qwenagent.examples.cli.shell;

import java.util.Optional;

/** What of the process is connected to a person. */
public interface Terminal {

    /** Nobody: everything is a file or a pipe. */
    Terminal NONE = new Terminal() {
        @Override
        public boolean isInput() {
            return false;
        }

        @Override
        public boolean isOutput() {
            return false;
        }

        @Override
        public boolean isError() {
            return false;
        }

        @Override
        public Optional<Keyboard> keyboard() {
            return Optional.empty();
        }
    };

    /** Whether standard input is a terminal. */
    boolean isInput();

    /** Whether standard output is a terminal. */
    boolean isOutput();

    /** Whether standard error is a terminal. */
    boolean isError();

    /** Somebody who can be asked, also while standard input is a pipe; empty if there is no terminal. */
    Optional<Keyboard> keyboard();
}
