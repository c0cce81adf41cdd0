package dev.qwenagent.examples.cli;

import dev.qwenagent.examples.cli.console.ConsoleListener.Detail;
import picocli.CommandLine.Option;

/** How much is told, and of what kind. */
final class OutputOptions {

    @Option(names = {"-v",
        "--verbose"}, negatable = true, fallbackValue = "true", description = "Tell everything; failures with their stack traces")
    private boolean verbose;

    @Option(names = {"-q", "--quiet"}, negatable = true, fallbackValue = "true", description = "Tell the answer only")
    private boolean quiet;

    /** Makes the libraries' log as talkative as this says. */
    void setUp() {
        if (verbose) {
            LogSetup.tellEverything();
        }
    }

    Detail detail() {
        if (verbose) {
            return Detail.VERBOSE;
        }
        return quiet ? Detail.QUIET : Detail.NORMAL;
    }
}
