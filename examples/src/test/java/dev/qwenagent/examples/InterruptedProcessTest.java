package dev.qwenagent.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C as the operating system sends it, to a process of its own ({@link SlowProgram}). */
@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the signal is sent with kill")
class InterruptedProcessTest {

    private static final long SIGINT_BIT = 1L << 1;

    @TempDir
    private Path temporary;

    private Process process;

    @BeforeEach
    void childrenHearTheSignal() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (Files.exists(status)) {
            String ignored = Files.readAllLines(status)
                    .stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .findFirst()
                    .orElse("SigIgn: 0");
            long mask = Long.parseUnsignedLong(ignored.substring("SigIgn:".length()).strip(), 16);
            assumeThat(mask & SIGINT_BIT).as("SIGINT is ignored by whoever started this build").isZero();
        }
    }

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private BufferedReader start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), "-Duser.home=" + temporary,
                "--enable-native-access=ALL-UNNAMED", SlowProgram.class.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).directory(temporary.toFile())
                .redirectError(temporary.resolve("err").toFile())
                .start();
        return process.inputReader();
    }

    private List<String> interruptedAfter(String event, BufferedReader out) throws Exception {
        List<String> lines = new ArrayList<>();
        String line;
        while ((line = out.readLine()) != null) {
            lines.add(line);
            if (line.contains("\"type\":\"" + event + "\"")) {
                new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
            }
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return lines;
    }

    private void endedAsInterrupted(List<String> lines) throws IOException {
        assertThat(process.exitValue()).isEqualTo(130);
        List<JsonNode> events = new ArrayList<>();
        for (String line : lines) {
            events.add(new ObjectMapper().readTree(line));
        }
        assertThat(events.getLast().path("type").asText()).isEqualTo("run_ended");
        assertThat(events.getLast().path("reason").asText()).isEqualTo("cancelled");
        assertThat(Files.readString(temporary.resolve("err"))).doesNotContain("Exception");
    }

    @Test
    void ctrlCDuringGenerationEndsTheRunWithACompleteStream() throws Exception {
        endedAsInterrupted(interruptedAfter("thought", start("generation", "run", "--json", "Go")));
    }

    @Test
    void ctrlCDuringAToolEndsTheRunWithACompleteStream() throws Exception {
        endedAsInterrupted(interruptedAfter("tool_progress", start("tool", "run", "--json", "Go")));
    }

    @Test
    void ctrlCWhileAModelIsOpenedIsToldAsAnError() throws Exception {
        BufferedReader out = start("opening", "run", "--json", "Go");
        assertThat(out.readLine()).isEqualTo("opening");
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
        JsonNode last = new ObjectMapper().readTree(out.readLine());
        assertThat(last.path("type").asText()).isEqualTo("error");
        assertThat(last.path("exit_code").asInt()).isEqualTo(130);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
    }

    @Test
    void ctrlCWithoutJsonTellsThatItWasInterrupted() throws Exception {
        start("generation", "run", "Go");
        Path err = temporary.resolve("err");
        while (process.isAlive() && !Files.readString(err).contains("thinking")) {
            Thread.onSpinWait();
        }
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(Files.readString(err)).contains("stopped   interrupted", "done ");
    }

    @Test
    void readerThatGoesAwayIsNoNews() throws Exception {
        BufferedReader out = start("chatty", "run", "--json", "Go");
        out.readLine();
        out.close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(Files.readString(temporary.resolve("err"))).isEmpty();
    }

    @Test
    void killedRunIsSeenAsLeftAndGoesOn() throws Exception {
        BufferedReader out = start("tool", "run", "--json", "Go");
        String line;
        do {
            line = out.readLine();
        } while (!line.contains("\"type\":\"tool_progress\""));
        process.destroyForcibly().waitFor();
        assertThat(start("answer", "runs", "list", "--json").lines().collect(Collectors.joining("\n")))
                .contains("\"state\":\"left\"");
        List<String> more = start("answer", "run", "--json", "--resume", "last", "--on-unknown", "leave").lines()
                .toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(temporary.resolve("err"))).isZero();
        assertThat(more.getFirst()).contains("\"type\":\"run_resumed\"");
        assertThat(more).noneMatch(event -> event.contains("tool_progress"))
                .anyMatch(event -> event.contains("whether it took effect is unknown"))
                .anyMatch(event -> event.contains("\"type\":\"answered\"") && event.contains("So be it."));
    }
}
