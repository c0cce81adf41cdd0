package dev.qwenagent.runtime.journal;

import dev.qwenagent.api.journal.CallPlace;
import dev.qwenagent.api.journal.RunTakenException;
import dev.qwenagent.api.journal.RunWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A worker in a process of its own, to be killed: it begins a run or claims one, and says what it did. */
final class WorkerProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private WorkerProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** One that begins a run and writes call after call. */
    static WorkerProcess beginning(String place, String run, Duration lease) throws IOException {
        return start("begin", place, run, lease);
    }

    /** One that tries to claim a run. */
    static WorkerProcess claiming(String place, String run, Duration lease) throws IOException {
        return start("claim", place, run, lease);
    }

    private static WorkerProcess start(String what, String place, String run, Duration lease) throws IOException {
        return new WorkerProcess(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), WorkerProcess.class.getName(), what, place, run,
                Long.toString(lease.toMillis())).redirectError(ProcessBuilder.Redirect.DISCARD).start());
    }

    /** Until it said something that begins so; what it logs stands between. */
    String waitFor(String said) throws IOException {
        for (String line; (line = output.readLine()) != null;) {
            if (line.startsWith(said)) {
                return line.substring(said.length());
            }
        }
        throw new IOException("the worker ended before it said '" + said + "'");
    }

    /** Sends it a signal. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    /**
     * Kills it, so that nothing of it runs any more.
     *
     * @return the number of the last call that it said it had written
     */
    int kill() throws IOException, InterruptedException {
        signal("KILL");
        int written = 0;
        for (String line; (line = output.readLine()) != null;) {
            if (line.startsWith("wrote ")) {
                written = Integer.parseInt(line.substring(6));
            }
        }
        process.waitFor();
        return written;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Does {@code args[0]} with the run {@code args[2]} of the journal at {@code args[1]}. */
    public static void main(String[] args) throws InterruptedException {
        Duration lease = Duration.ofMillis(Long.parseLong(args[3]));
        var settings = JournalSettings.plain().leasing(new JournalSettings.Lease("child", lease));
        try (RunArchive journal = Journals.open(args[1], settings)) {
            if (args[0].equals("claim")) {
                journal.claim(args[2]).close();
                System.out.println("claimed");
            } else {
                write(journal, args[2]);
            }
        } catch (RunTakenException e) {
            System.out.println("lost " + e.getMessage());
        }
    }

    private static void write(RunArchive journal, String run) throws InterruptedException {
        try (RunWriter writer = journal.begin(run)) {
            writer.append(List.of(JournalSamples.began(run)));
            for (int call = 1; call < 100_000; call++) {
                writer.append(JournalSamples.call(run, new CallPlace(1, call), "{}"));
                System.out.println("wrote " + call);
                Thread.sleep(1);
            }
        }
    }
}
