package dev.qwenagent.tools.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One run of a program. Where the system has {@code setsid} the program leads a group of its own, which is ended as a whole;
 * elsewhere the processes that are its descendants are. A process that leaves its group and its parent is not reached. Not
 * thread-safe.
 */
final class RunningCommand {

    private static final Set<String> ENVIRONMENT = Set.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ",
            "TMPDIR", "SystemRoot", "TEMP", "TMP");
    private static final long PATIENCE_MILLIS = 2_000;

    private final Command command;
    private final Path folder;
    private final CommandLimits limits;
    private final Optional<Path> newGroup;
    private final Optional<Path> kill;

    RunningCommand(Command command, Path folder, CommandLimits limits, ProgramPath programs) {
        this.command = command;
        this.folder = folder;
        this.limits = limits;
        this.kill = programs.find("kill");
        this.newGroup = kill.flatMap(_ -> programs.find("setsid"));
    }

    /** Runs it to its end, or to that of its time. */
    String result() throws IOException, InterruptedException {
        Process process = start();
        CompletableFuture<String> output = new CompletableFuture<>();
        boolean isDone;
        try {
            process.getOutputStream().close();
            Thread.ofVirtual()
                    .name("qwen-agent output of a command")
                    .start(() -> read(process.getInputStream(), output));
            isDone = process.waitFor(limits.time().toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            end(process);
        }
        String end = isDone ? "exit code " + process.exitValue()
                : "ended after " + limits.time().toSeconds() + " seconds";
        return end + "\n" + whole(output);
    }

    private Process start() throws IOException {
        List<String> words = new ArrayList<>();
        newGroup.ifPresent(program -> words.add(program.toString()));
        words.addAll(command.asGiven());
        ProcessBuilder builder = new ProcessBuilder(words).directory(new File(folder.toString()))
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> !ENVIRONMENT.contains(name));
        return builder.start();
    }

    private void read(InputStream in, CompletableFuture<String> output) {
        try (in) {
            byte[] bytes = in.readNBytes(limits.outputBytes());
            boolean isCut = bytes.length == limits.outputBytes() && in.read() >= 0;
            output.complete(new String(bytes, StandardCharsets.UTF_8)
                    + (isCut ? "\n… (cut after " + limits.outputBytes() + " bytes)" : ""));
        } catch (IOException e) {
            output.complete("");
        }
    }

    private static String whole(CompletableFuture<String> output) throws InterruptedException {
        try {
            return output.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return "(the output is still held open by a process that was left behind)";
        } catch (ExecutionException e) {
            throw new IllegalStateException("reading a command's output completes in any case", e);
        }
    }

    private void end(Process process) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .collect(Collectors.toList());
        all.forEach(ProcessHandle::destroyForcibly);
        if (newGroup.isPresent()) {
            endGroup(process.pid());
        }
    }

    private void endGroup(long group) {
        try {
            new ProcessBuilder(kill.orElseThrow().toString(), "-KILL", "--", "-" + group)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            // Without the program that ends groups, ending the descendants is what can be done.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
