package dev.qwenagent.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the page about permissions to the tests that it names. */
class PermissionsPageTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern PROOF = Pattern.compile("`([A-Z]\\w+Test)\\.(\\w+)`");

    private static Map<String, String> sources;

    @BeforeAll
    static void readTests() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            sources = files.filter(file -> file.toString().matches(".*/src/test/java/.*Test\\.java"))
                    .collect(Collectors.toMap(file -> file.getFileName().toString().replace(".java", ""),
                            PermissionsPageTest::text, (one, other) -> one + other));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String page() {
        return text(ROOT.resolve("docs/PERMISSIONS.md"));
    }

    static List<String> proofs() {
        return PROOF.matcher(page()).results().map(found -> found.group(1) + "." + found.group(2)).distinct().toList();
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void namedTestExists(String proof) {
        String[] parts = proof.split("\\.");
        Pattern test = Pattern.compile("\\b(void|ArchRule) " + parts[1] + "\\b");
        assertThat(test.matcher(sources.getOrDefault(parts[0], "")).find()).as("a test " + proof).isTrue();
    }

    @Test
    void everyGuaranteeNamesATest() {
        String section = page().split("\n## Guarantees\n")[1].split("\n## ")[0];
        List<String> rows = section.lines().filter(line -> line.startsWith("| ")).skip(2).toList();
        assertThat(rows).hasSizeGreaterThan(10).allMatch(row -> PROOF.matcher(row).find());
    }
}
