package dev.qwenagent.examples.cli.model;

import dev.qwenagent.local.gguf.GgmlType;
import dev.qwenagent.local.gguf.GgufFile;
import dev.qwenagent.local.gguf.TensorInfo;
import dev.qwenagent.local.model.ModelConfig;
import dev.qwenagent.local.model.ParameterCount;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a model file says of its model.
 *
 * @param name as the file has it, or its architecture
 * @param config what it is
 * @param parameters how many numbers it has learned
 * @param formats how they are stored, the format with the most bytes first
 */
record ModelFacts(String name, ModelConfig config, ParameterCount parameters, List<Format> formats) {

    /**
     * The tensors of a format.
     *
     * @param type the format
     * @param tensors how many
     * @param parameters the numbers in them
     * @param bytes what they take in the file
     */
    record Format(GgmlType type, int tensors, long parameters, long bytes) {

        private Format plus(TensorInfo tensor) {
            return new Format(type, tensors + 1, parameters + tensor.elements(), bytes + tensor.byteSize());
        }
    }

    ModelFacts {
        formats = List.copyOf(formats);
    }

    static ModelFacts of(GgufFile file) {
        ModelConfig config = ModelConfig.of(file);
        Map<GgmlType, Format> formats = new EnumMap<>(GgmlType.class);
        for (TensorInfo tensor : file.tensors()) {
            formats.put(tensor.type(),
                    formats.getOrDefault(tensor.type(), new Format(tensor.type(), 0, 0, 0)).plus(tensor));
        }
        return new ModelFacts(file.metadata().findText("general.name").orElse(config.architecture().fileName()), config,
                ParameterCount.of(file, config),
                formats.values().stream().sorted(Comparator.comparingLong(Format::bytes).reversed()).toList());
    }

    /** The model in a line. */
    static String line(String path, GgufFile file) {
        ModelFacts facts = of(file);
        String stored = facts.formats.stream().map(format -> format.type().name()).collect(Collectors.joining(", "));
        return "%s: %s, %s, %s parameters, %s active per token; %s".formatted(path, facts.name,
                facts.config.architecture().fileName(), Amounts.count(facts.parameters.all()),
                Amounts.count(facts.parameters.active()), stored);
    }

    /** Bytes of all tensors. */
    long bytes() {
        return formats.stream().mapToLong(Format::bytes).sum();
    }

    /** How many tensors there are. */
    int tensors() {
        return formats.stream().mapToInt(Format::tensors).sum();
    }
}
