package dev.qwenagent.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.Agent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds README.md to what its snippets and commands really are and do. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("(?:<!-- (.*?) -->\n)?```(\\w+)\n(.*?)```\n", Pattern.DOTALL);
    private static final Pattern REGION = Pattern.compile("region (\\w+) of (\\S+)");
    private static final Pattern PART = Pattern.compile("part of (\\S+)");
    private static final Pattern SECONDS = Pattern.compile("\\d+\\.\\d s$", Pattern.MULTILINE);
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    /** A fenced block, and the comment before it that names its source. */
    record Block(String source, String language, String text) {}

    @TempDir
    private Path temporary;

    private static Stream<Block> blocks(String language) throws IOException {
        List<Block> blocks = BLOCK.matcher(Files.readString(ROOT.resolve("README.md")))
                .results()
                .map(block -> new Block(block.group(1) == null ? "" : block.group(1), block.group(2), block.group(3)))
                .toList();
        assertThat(blocks).extracting(Block::language).containsOnly("console", "java", "sh", "xml");
        return blocks.stream().filter(block -> block.language().equals(language));
    }

    static Stream<Block> java() throws IOException {
        return blocks("java");
    }

    static Stream<Block> xml() throws IOException {
        return blocks("xml");
    }

    static Stream<Block> console() throws IOException {
        return blocks("console");
    }

    /** The commands without the comments behind them. */
    static Stream<String> commands() throws IOException {
        return blocks("sh").flatMap(block -> block.text().lines())
                .filter(line -> line.startsWith("./qwen-agent "))
                .map(line -> line.replaceFirst(" +# .*$", ""));
    }

    @ParameterizedTest
    @MethodSource("java")
    void javaSnippetIsARegionOfAnExample(Block block) throws IOException {
        Matcher source = REGION.matcher(block.source());
        assertThat(source.matches()).as("the comment before the block: " + block.source()).isTrue();
        String file = Files.readString(ROOT.resolve(source.group(2)));
        Matcher region = Pattern.compile("// @start region=" + source.group(1) + "\n(.*?) *// @end", Pattern.DOTALL)
                .matcher(file);
        assertThat(region.find()).as(block.source()).isTrue();
        assertThat(block.text()).isEqualTo(region.group(1).stripTrailing().stripIndent() + "\n");
    }

    @ParameterizedTest
    @MethodSource("xml")
    void pomSnippetIsAPartOfAUsersPom(Block block) throws IOException {
        Matcher source = PART.matcher(block.source());
        assertThat(source.matches()).as("the comment before the block: " + block.source()).isTrue();
        String version = "<version>0.1.0-SNAPSHOT</version>";
        assertThat(Files.readString(ROOT.resolve("pom.xml"))).contains(version);
        String pom = Files.readString(ROOT.resolve(source.group(1)))
                .replace("<version>@project.version@</version>", version);
        assertThat(unindented(pom)).contains(unindented(block.text()));
    }

    @ParameterizedTest
    @MethodSource("console")
    void commandPrintsWhatIsShown(Block block) throws IOException {
        String command = block.text().lines().findFirst().orElseThrow();
        var trial = new CommandTrial(temporary);

        assertThat(trial.execute(words(command.substring("$ ./qwen-agent ".length())))).isZero();

        String shown = block.text().substring(command.length() + 1);
        assertThat(anyTime(trial.console())).isEqualTo(anyTime(shown));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void commandHasTheNameAndTheFlagsThatAreShown(String command) throws IOException {
        var trial = new CommandTrial(temporary);

        int exit = trial.execute(words(command.substring("./qwen-agent ".length()) + " --help"));

        assertThat(exit).as(trial.err()).isZero();
        assertThat(trial.out()).startsWith("Usage: qwen-agent " + command.split(" ")[1]);
    }

    @Test
    void theProgramAnswers() {
        try (Agent agent = Hello.agent().build()) {
            assertThat(agent.run("What is 12.5% of 480?").text()).isEqualTo("The result is 60.");
        }
    }

    @Test
    void theTestCommandIsTheOneThatIsRunOnEveryChange() throws IOException {
        assertThat(blocks("sh").map(Block::text)).contains("mvn verify\n");
        assertThat(Files.readString(ROOT.resolve(".ci/run"))).containsPattern("(?m)^exec mvn .*\\bverify$");
    }

    private static String[] words(String command) {
        List<String> words = new ArrayList<>();
        for (MatchResult word : WORD.matcher(command).results().toList()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        return words.toArray(String[]::new);
    }

    private static String anyTime(String console) {
        return SECONDS.matcher(console).replaceAll("0.0 s");
    }

    private static String unindented(String xml) {
        return String.join("\n", xml.lines().map(String::strip).toList());
    }
}
