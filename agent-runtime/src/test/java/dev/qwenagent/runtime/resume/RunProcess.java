package dev.qwenagent.runtime.resume;

import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.RunLimits;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.api.tool.OutcomeResolver;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.runtime.journal.JournalSettings;
import dev.qwenagent.runtime.journal.Journals;
import dev.qwenagent.runtime.journal.RunArchive;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An agent in a process of its own, which works on a run of twenty steps until it is killed or done. */
final class RunProcess implements AutoCloseable {

    static final int STEPS = 20;
    /** How soon others may have the run of a worker that is not heard of, where the journal is a database. */
    static final Duration LEASE = Duration.ofSeconds(2);
    static final String ANSWER = "All are paid.";

    private final Process process;
    private final BufferedReader output;

    private RunProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts one.
     *
     * @param run the run to go on with; empty for a new one
     * @param answer what is decided about calls of unknown outcome
     * @param holdAt at which announcement it waits for ever; empty for none
     */
    static RunProcess start(Path folder, String run, OutcomeResolver.Answer answer, String holdAt) throws IOException {
        return start(folder, run, answer, holdAt, folder.resolve("runs").toString());
    }

    /** Starts one whose journal is at a place. */
    static RunProcess start(Path folder, String run, OutcomeResolver.Answer answer, String holdAt, String place)
            throws IOException {
        return new RunProcess(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), RunProcess.class.getName(), folder.toString(), run,
                answer.name(), holdAt, place).redirectError(ProcessBuilder.Redirect.DISCARD).start());
    }

    /** Waits until it says something that begins so; false if it ends before. */
    boolean waitFor(String said) throws IOException {
        for (String line; (line = output.readLine()) != null;) {
            if (line.startsWith(said)) {
                return true;
            }
        }
        return false;
    }

    /** Kills it, as nothing can be caught or cleaned up. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits until it says how its run ended: the reason, and the answer or the problem. */
    String end() throws IOException {
        for (String line; (line = output.readLine()) != null;) {
            if (line.startsWith("ended ")) {
                return line.substring(6);
            }
        }
        throw new IOException("the process ended before its run did");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** One call a step; in every third, two at once. */
    private static StepModel model() {
        List<ScriptedReply> replies = new ArrayList<>();
        for (int step = 1; step <= STEPS; step++) {
            String arguments = "{\"invoice\": " + step + "}";
            ScriptedReply reply = ScriptedReply.call(step % 4 == 0 ? "set" : "pay", arguments).thinking("Step " + step);
            replies.add(step % 3 == 0 ? reply.andCall("set", arguments) : reply);
        }
        replies.add(ScriptedReply.text(ANSWER));
        return new StepModel(replies);
    }

    /** The agent that does the twenty steps. */
    static Agent agent(RunJournal journal, FileLedger ledger, OutcomeResolver.Answer answer) {
        return Agents.builder()
                .name("clerk")
                .model(model())
                .tools(ledger)
                .allow("bank.*")
                .limits(RunLimits.DEFAULT.withTurns(STEPS + 1))
                .outcomes(call -> answer)
                .journal(journal)
                .build();
    }

    /** Begins a run, or resumes {@code args[1]}, in the folder {@code args[0]}, with its journal at {@code args[4]}. */
    public static void main(String[] args) {
        Path folder = Path.of(args[0]);
        var settings = JournalSettings.plain().leasing(new JournalSettings.Lease("a child", LEASE));
        try (RunArchive journal = Journals.open(args[4], settings);
                Agent agent = agent(journal, new FileLedger(folder, said -> announce(said, args[3])),
                        OutcomeResolver.Answer.valueOf(args[2]))) {
            announce("ready", args[3]);
            AgentResult result = args[1].isEmpty() ? agent.run("Pay the invoices.") : agent.resume(args[1]);
            announce("ended " + result.stopReason() + " " + result.text() + " " + result.problem(), "");
        }
    }

    private static void announce(String said, String holdAt) {
        System.out.println(said);
        System.out.flush();
        while (said.equals(holdAt)) {
            try {
                Thread.sleep(Duration.ofDays(1));
            } catch (InterruptedException e) {
                // It waits to be killed.
            }
        }
    }
}
