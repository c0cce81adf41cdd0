package dev.qwenagent.examples.cli;

import dev.qwenagent.api.tool.Approval;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.examples.cli.console.Visible;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.runtime.journal.RunArchive;
import dev.qwenagent.runtime.permission.LaterApprovals;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers the question for which a run was put down. */
@Command(name = "approve", mixinStandardHelpOptions = true, //
        description = {"Answer the question for which a run was put down; without an answer, show the question.",
            "The answer counts for exactly that call, once, until the question expires; the run has to be resumed."})
final class RunsApproveCommand implements Runnable {

    @Parameters(index = "0", paramLabel = "ID", description = "The run's id, its beginning, or last")
    private String id = "";

    @Parameters(index = "1", paramLabel = "yes|no", arity = "0..1", description = "The answer")
    private @Nullable String answer;

    @Option(names = "--for-run", description = "Yes to the same call again in this run as well")
    private boolean forRun;

    @Mixin
    private JournalOptions journal = new JournalOptions();

    private final Shell shell;

    RunsApproveCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (RunArchive archive = journal.open(shell)) {
            String run = RunId.findResumable(archive, id);
            var approvals = new LaterApprovals(archive, shell.clock());
            if (answer == null) {
                shell.out()
                        .println(approvals.waiting(run)
                                .map(RunsApproveCommand::words)
                                .orElse("run " + run + " waits for no answer"));
                return;
            }
            String who = System.getProperty("user.name", "somebody") + " by runs approve";
            switch (answer.toLowerCase(Locale.ROOT)) {
                case "yes", "y" ->
                    approvals.approve(run, forRun ? Approval.Extent.FOR_RUN : Approval.Extent.ONCE, who);
                case "no", "n" -> approvals.refuse(run, who);
                default -> throw new UsageException("expected yes or no, found '" + answer + "'");
            }
            shell.err().println("qwen-agent: answered; go on with: qwen-agent run --resume " + run + journal.said());
        }
    }

    private static String words(ApprovalRequest request) {
        return Visible.text("run " + request.runId() + " asks: " + request.tool() + " " + request.arguments()
                + "\ntouches " + request.scopes().stream().map(Scope::toString).collect(Collectors.joining(", "))
                + "\nrule    " + request.rule() + "\nuntil   " + request.expires());
    }
}
