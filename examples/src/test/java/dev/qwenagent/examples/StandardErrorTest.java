package dev.qwenagent.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the Windows launcher holds nothing aside")
class StandardErrorTest {

    @TempDir
    Path folder;

    @Test
    void theJvmsNoteGoesToTheFileAndTheProgramsWordsToTheCaller() throws Exception {
        String err = start("-Dqwenagent.stderr.held=true");

        assertThat(folder.resolve("jvm.log")).content().contains("incubator").doesNotContain("no-such-option");
        assertThat(err).contains("no-such-option").doesNotContain("incubator");
    }

    @Test
    void nothingIsTouchedWhenNothingIsHeld() throws Exception {
        String err = start("-Dqwenagent.stderr.held=false");

        assertThat(folder.resolve("jvm.log")).content().contains("incubator", "no-such-option");
        assertThat(err).isEmpty();
    }

    /** Starts the program with a wrong option, as the launcher does, and answers what the caller's standard error got. */
    private String start(String held) throws Exception {
        Path err = folder.resolve("err.txt");
        Process process = new ProcessBuilder("sh", "-c", "exec \"$@\" 3>&2 2>\"$0\"",
                folder.resolve("jvm.log").toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules",
                "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", held, "-cp",
                System.getProperty("java.class.path"), QwenAgent.class.getName(), "--no-such-option")
                .redirectError(err.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isEqualTo(2);
        return Files.readString(err);
    }
}
