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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the pages that promise something to the tests that they name. */
class GuaranteePagesTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern PROOF = Pattern.compile("`([A-Z]\\w+Test)\\.(\\w+)`");

    private static Map<String, String> sources;

    @BeforeAll
    static void readTests() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            sources = files.filter(file -> file.toString().matches(".*/src/test/java/.*Test\\.java"))
                    .collect(Collectors.toMap(file -> file.getFileName().toString().replace(".java", ""),
                            GuaranteePagesTest::text, (one, other) -> one + other));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String page(String name) {
        return text(ROOT.resolve("docs").resolve(name));
    }

    static Stream<Arguments> proofs() {
        return Stream.of("PERMISSIONS.md", "JOURNAL.md")
                .flatMap(page -> PROOF.matcher(page(page))
                        .results()
                        .map(found -> Arguments.of(page, found.group(1), found.group(2)))
                        .distinct());
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void namedTestExists(String page, String type, String method) {
        Pattern test = Pattern.compile("\\b(void|ArchRule) " + method + "\\b");
        assertThat(test.matcher(sources.getOrDefault(type, "")).find())
                .as("a test " + type + "." + method + " that " + page + " names")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PERMISSIONS.md", "JOURNAL.md"})
    void everyGuaranteeNamesATest(String page) {
        String section = page(page).split("\n## Guarantees\n")[1].split("\n## ")[0];
        List<String> rows = section.lines().filter(line -> line.startsWith("| ")).skip(2).toList();
        assertThat(rows).hasSizeGreaterThan(10).allMatch(row -> PROOF.matcher(row).find());
    }
}
