package dev.qwenagent.local.model;

import dev.qwenagent.local.gguf.GgufFormatException;
import dev.qwenagent.local.gguf.GgufMetadata;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The architectures that the engine computes, by the name that a file gives them. */
public enum Architecture {
    /** Qwen2 and Qwen2.5: attention with biases, dense. */
    QWEN2("qwen2"),
    /** Qwen1.5 and Qwen2 with experts: as Qwen2, with experts and one that all tokens share. */
    QWEN2MOE("qwen2moe"),
    /** Qwen3: attention with normalised heads, dense. */
    QWEN3("qwen3"),
    /** Qwen3 with experts. */
    QWEN3MOE("qwen3moe"),
    /** Qwen3-Next: Gated DeltaNet in most layers, gated attention in the others, experts and a shared one in all. */
    QWEN3NEXT("qwen3next"),
    /** Qwen3.5: the layers of Qwen3-Next, dense. */
    QWEN35("qwen35"),
    /** Qwen3.5 with experts. */
    QWEN35MOE("qwen35moe");

    private final String fileName;

    Architecture(String fileName) {
        this.fileName = fileName;
    }

    /** The value of {@code general.architecture}, which is also the prefix of the metadata keys. */
    public String fileName() {
        return fileName;
    }

    static Architecture of(GgufMetadata metadata) {
        String name = metadata.text("general.architecture");
        return Arrays.stream(values())
                .filter(each -> each.fileName.equals(name))
                .findFirst()
                .orElseThrow(() -> new GgufFormatException(
                        "%s: '%s' is not supported, expected a model of the architecture %s; use such a file"
                                .formatted(metadata.place("general.architecture"), name,
                                        Arrays.stream(values())
                                                .map(Architecture::fileName)
                                                .collect(Collectors.joining(", ")))));
    }
}
