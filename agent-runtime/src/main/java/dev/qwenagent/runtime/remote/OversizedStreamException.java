package dev.qwenagent.runtime.remote;

import java.io.IOException;

/** A stream that is longer than any honest one. */
final class OversizedStreamException extends IOException {

    private static final long serialVersionUID = 1;

    OversizedStreamException(String found) {
        super(found);
    }
}
