package dev.qwenagent.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.qwenagent.examples.cli.console.Screen;
import dev.qwenagent.examples.cli.shell.ExitCode;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.eval.CallRate;
import dev.qwenagent.examples.eval.FunctionCases;
import dev.qwenagent.runtime.models.AgentModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Asks a model for a call of each function in a file, held to its schema and left to itself, and prints how many are valid.
 *
 * @param json whether to print JSON
 */
record CallRateRun(Shell shell, Screen screen, boolean json) {

    int run(Path file, int every, AgentModel opened) {
        try (AgentModel.Resource _ = opened.resource()) {
            List<FunctionCases.FunctionCase> all = FunctionCases.of(file);
            CallRate held = new CallRate(0, 0);
            CallRate free = new CallRate(0, 0);
            for (int i = 0; i < all.size(); i += every) {
                screen.passing("calls", (i + 1) + " of " + all.size());
                held = held.plus(CallRate.isValidIfHeld(opened.chat(), all.get(i)));
                free = free.plus(CallRate.isValidIfFree(opened.unconstrained().chat(), all.get(i)));
            }
            print(held, free);
            return ExitCode.DONE.number();
        }
    }

    private void print(CallRate held, CallRate free) {
        screen.close();
        if (json) {
            String line = new ObjectMapper().createObjectNode()
                    .put("type", "calls")
                    .put("functions", held.asked())
                    .put("valid", held.valid())
                    .put("valid_unconstrained", free.valid()) + "\n";
            shell.out().writeBytes(line.getBytes(StandardCharsets.UTF_8));
            shell.out().flush();
        } else {
            shell.out().printf(Locale.ROOT, "%-24s %9s %7s %8s%n", "calls", "functions", "valid", "rate");
            row("held to their schemas", held);
            row("without", free);
        }
    }

    private void row(String name, CallRate rate) {
        shell.out()
                .printf(Locale.ROOT, "%-24s %9d %7d %6.1f %%%n", name, rate.asked(), rate.valid(), 100 * rate.rate());
    }
}
