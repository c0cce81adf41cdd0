package dev.qwenagent.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.examples.LauncherFixture.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "qwen-agent is a POSIX script; Windows has qwen-agent.cmd")
class LauncherTest {

    @TempDir
    Path temporary;

    private LauncherFixture clone;

    @BeforeEach
    void aCleanClone() throws IOException {
        clone = new LauncherFixture(temporary);
    }

    @Test
    void argumentsArriveUntouched() throws Exception {
        clone.jdk("jdk-25", "25.0.3");
        String[] arguments = {"run", "", "two words", "*", "$HOME `id`", "a\"b'c\\", "line\nbreak", "Zürich 東京", "--",
            "-x"};

        Outcome outcome = clone.start(arguments);

        assertThat(outcome.out()).endsWith("<" + String.join(">\n<", arguments) + ">\n");
    }

    @Test
    void exitCodeIsTheProgramsOwn() throws Exception {
        clone.jdk("jdk-25", "25.0.3");

        assertThat(clone.start("--exit", "3").exitCode()).isEqualTo(3);
    }

    @Test
    void launcherBecomesTheProgramSoThatSignalsReachIt() throws Exception {
        clone.jdk("jdk-25", "25.0.3");
        clone.start();

        Process process = clone.process(clone.launcher(), clone.folder());

        assertThat(LauncherFixture.outcome(process).out()).contains("pid=" + process.pid() + "\n");
    }

    @Test
    void startsThroughLinksFromAnyFolderAndLeavesTheProgramThere() throws Exception {
        clone.jdk("jdk-25", "25.0.3");
        Path elsewhere = Files.createDirectories(clone.folder().resolve("else where/bin"));
        Files.createSymbolicLink(elsewhere.resolve("first"), Path.of("../../the clone/qwen-agent"));
        Path link = Files.createSymbolicLink(clone.folder().resolve("second"), elsewhere.resolve("first"));
        clone.with("CDPATH", clone.folder().toString());

        Outcome outcome = clone.startAs(Path.of("../../").resolve(link.getFileName()), elsewhere, "x");

        assertThat(outcome.out()).startsWith("cwd=" + elsewhere + "\n").endsWith("<x>\n");
    }

    @Test
    void buildsOnceAndAgainOnlyAfterASourceChanged() throws Exception {
        Path jdk = clone.jdk("jdk-25", "25.0.3");

        assertThat(clone.start().err()).contains("building Some Module, 1 of 2", "built in ");
        assertThat(clone.start().err()).isEmpty();
        assertThat(clone.builds()).singleElement()
                .asString()
                .startsWith(jdk + " -B -pl examples -am")
                .endsWith("package");

        clone.edit(clone.source());
        clone.start();
        assertThat(clone.builds()).hasSize(2);
    }

    @Test
    void anotherEnvironmentThatLeadsToTheSameJdkKeepsTheArchive() throws Exception {
        Path jdk = clone.jdk("jdk-25", "25.0.3");
        Path archive = clone.project().resolve("examples/target/launcher/classes.jsa");
        clone.start();
        Object made = Files.readAttributes(archive, BasicFileAttributes.class).fileKey();

        clone.with("JAVA_HOME", jdk.toString()).start();
        assertThat(Files.readAttributes(archive, BasicFileAttributes.class).fileKey()).isEqualTo(made);

        clone.with("JAVA_HOME", clone.jdk("jdk-25-other", "25.0.4").toString());
        Files.writeString(archive, "of the first JDK");
        clone.start();
        assertThat(archive).isEmptyFile();
    }

    @Test
    void removedSourceIsAChange() throws Exception {
        clone.jdk("jdk-25", "25.0.3");
        clone.start();

        Files.delete(clone.source());
        clone.start();

        assertThat(clone.builds()).hasSize(2);
    }

    @Test
    void twoStartsAtOnceBuildOnceAndBothRun() throws Exception {
        clone.jdk("jdk-25", "25.0.3");
        Files.createFile(clone.project().resolve("slow"));

        Process first = clone.process(clone.launcher(), clone.folder(), "one");
        Process second = clone.process(clone.launcher(), clone.folder(), "two");
        Outcome one = LauncherFixture.outcome(first);
        Outcome two = LauncherFixture.outcome(second);

        assertThat(one.out()).endsWith("<one>\n");
        assertThat(two.out()).endsWith("<two>\n");
        assertThat(clone.builds()).hasSize(1);
        assertThat(one.err() + two.err()).containsOnlyOnce("another start is building (process ");
    }

    @Test
    void lockOfADeadProcessIsTakenOver() throws Exception {
        clone.jdk("jdk-25", "25.0.3");
        Process dead = clone.process(clone.launcher(), clone.folder(), "x");
        LauncherFixture.outcome(dead);
        Path lock = Files.createDirectories(clone.project().resolve("examples/target/launcher/lock"));
        Files.createFile(lock.resolve(Long.toString(dead.pid())));
        clone.edit(clone.source());

        assertThat(clone.start("y").out()).endsWith("<y>\n");
        assertThat(lock).doesNotExist();
    }

    @Test
    void failedBuildShowsItsErrorsAndItsLogAndDoesNotRun() throws Exception {
        clone.jdk("jdk-25", "25.0.3");
        Files.createFile(clone.project().resolve("broken"));

        Outcome outcome = clone.start();

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("/src/A.java:[3,5] cannot find symbol",
                clone.project() + "/examples/target/launcher/build.log");
    }

    @Test
    void noJdkNamesWhatWasLookedForWhereAndWhatToInstall() throws Exception {
        Path old = clone.jdk("jdk-17", "17.0.15");

        Outcome outcome = clone.start();

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("Java 25 or later is needed", "JAVA_HOME (not set)", old + " (17.0.15)",
                "Install a JDK 25", "QWEN_AGENT_JAVA_HOME=");
    }

    @Test
    void laterJavaRunsWhatJava25Built() throws Exception {
        Path older = clone.jdk("jdk-25", "25.0.3");
        Path newer = clone.jdk("jdk-26", "26");
        clone.with("JAVA_HOME", newer.toString());

        Outcome outcome = clone.start("x");

        assertThat(clone.builds()).singleElement().asString().startsWith(older.toString());
        assertThat(Files.readAllLines(clone.project().resolve("examples/target/launcher/java"))).startsWith(
                newer.toString());
        assertThat(outcome.out()).endsWith("<x>\n");
    }

    @Test
    void javaHomeOfOnesOwnIsNotPassedOverInSilence() throws Exception {
        clone.jdk("jdk-25", "25.0.3");
        Path old = clone.jdk("jdk-17", "17.0.15");

        Outcome outcome = clone.with("QWEN_AGENT_JAVA_HOME", old.toString()).start();

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("QWEN_AGENT_JAVA_HOME is " + old, "17.0.15");
    }

    @Test
    void missingMavenIsNamed() throws Exception {
        clone.jdk("jdk-25", "25.0.3");
        Files.delete(clone.folder().resolve("tools/mvn"));

        Outcome outcome = clone.start();

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("Maven 3.8 or later is needed to build, and there is no mvn on the PATH");
    }

    @Test
    void jvmOptionsOfOnesOwnAreAddedAndTheJvmsNotesThenShown() throws Exception {
        clone.jdk("jdk-25", "25.0.3");
        clone.start();
        String held = "flag=-Dqwenagent.stderr.held=true\n";

        assertThat(clone.start().out()).contains("flag=--add-modules\nflag=jdk.incubator.vector\n", held);
        assertThat(clone.with("QWEN_AGENT_JAVA_OPTS", "-Xmx1g -Xint").start().out())
                .contains("flag=-Xmx1g\nflag=-Xint\n")
                .doesNotContain(held);
    }
}
