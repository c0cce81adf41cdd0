package dev.qwenagent.local.model;

import dev.qwenagent.local.gguf.GgufFormatException;
import dev.qwenagent.local.gguf.GgufMetadata;
import java.util.Optional;

/** The metadata under the prefix of an architecture, with the checks that all of its numbers need. */
record ArchitectureKeys(GgufMetadata metadata, Architecture architecture) {

    boolean has(String key) {
        return metadata.has(full(key));
    }

    /** A positive number within what any model has. */
    int extent(String key) {
        int value = metadata.integer(full(key));
        require(key, value > 0 && value <= 1 << 24, "a number from 1 to 16777216");
        return value;
    }

    Optional<Integer> find(String key) {
        return metadata.findInteger(full(key));
    }

    double real(String key) {
        return metadata.real(full(key));
    }

    Optional<Double> findReal(String key) {
        return metadata.findReal(full(key));
    }

    Optional<String> findText(String key) {
        return metadata.findText(full(key));
    }

    /** An array of booleans, empty when there is none. */
    boolean[] flags(String key) {
        return metadata.findFlags(full(key)).orElse(new boolean[0]);
    }

    void require(String key, boolean holds, String expectation) {
        if (!holds) {
            throw new GgufFormatException("%s: expected %s; the file is damaged or of an unknown kind"
                    .formatted(place(key), expectation));
        }
    }

    /** The key as a file has it, and where: how an error message begins. */
    String place(String key) {
        return metadata.place(full(key));
    }

    private String full(String key) {
        return architecture.fileName() + "." + key;
    }
}
