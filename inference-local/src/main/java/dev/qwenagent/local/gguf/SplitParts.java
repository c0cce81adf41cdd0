package dev.qwenagent.local.gguf;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the files that together hold one model.
 *
 * <p>
 * The parts of a split model are named {@code NAME-00001-of-0000N.gguf} and stand in one folder; each says its number
 * (from 0) and how many there are, the first has the metadata, and every part lists its own tensors.
 */
final class SplitParts {

    private static final String COUNT = "split.count";
    private static final String NUMBER = "split.no";
    private static final String TENSORS = "split.tensors.count";
    private static final int MOST_PARTS = 10_000;
    private static final Pattern NAME = Pattern.compile("(.*)-(\\d{5})-of-(\\d{5})\\.gguf");

    private SplitParts() {}

    /** The file alone, or all parts of the model that it is a part of, in order. */
    static List<GgufPart> open(Path path, Arena arena) {
        GgufPart asked = GgufPart.open(path, arena);
        int count = asked.header().metadata().findInteger(COUNT).orElse(1);
        if (count <= 1) {
            return List.of(asked);
        }
        Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
        if (count > MOST_PARTS || !name.matches() || Integer.parseInt(name.group(3)) != count) {
            throw new GgufFormatException(
                    "%s: expected a name that ends in -00001-of-%05d.gguf, since the file is one of %d parts; give the parts their names back"
                            .formatted(path, count, count));
        }
        List<GgufPart> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Path part = path.resolveSibling("%s-%05d-of-%05d.gguf".formatted(name.group(1), i + 1, count));
            parts.add(part.equals(path) ? asked : open(part, count, arena));
            check(parts.getLast(), i, count);
        }
        checkTensors(parts);
        return parts;
    }

    private static GgufPart open(Path part, int count, Arena arena) {
        if (!Files.exists(part)) {
            throw new GgufFormatException(
                    "%s: this part of a model in %d parts is missing; fetch it into the same folder".formatted(part,
                            count));
        }
        return GgufPart.open(part, arena);
    }

    private static void check(GgufPart part, int number, int count) {
        GgufMetadata metadata = part.header().metadata();
        int foundNumber = metadata.findInteger(NUMBER).orElse(-1);
        int foundCount = metadata.findInteger(COUNT).orElse(1);
        if (foundNumber != number || foundCount != count) {
            throw new GgufFormatException(
                    "%s: expected the part with %s %d of %d, found %d of %d; the parts are mixed up, fetch them again"
                            .formatted(part.path(), NUMBER, number, count, foundNumber, foundCount));
        }
    }

    private static void checkTensors(List<GgufPart> parts) {
        int found = parts.stream().mapToInt(part -> part.header().tensors().size()).sum();
        int expected = parts.getFirst().header().metadata().findInteger(TENSORS).orElse(found);
        if (found != expected) {
            throw new GgufFormatException("%s: expected %d tensors in all parts, found %d; fetch the parts again"
                    .formatted(parts.getFirst().path(), expected, found));
        }
    }
}
