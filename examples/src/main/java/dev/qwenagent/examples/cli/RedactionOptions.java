package dev.qwenagent.examples.cli;

import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.runtime.journal.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Option;

/** What is blacked out of a run before it is written down. */
final class RedactionOptions {

    @Option(names = "--redact", paramLabel = "WHAT", //
            description = "Black out before it is written down: 'secrets' (private keys, tokens, keys of services, passwords),"
                    + " 'e-mail', or NAME=REGEX for what has the form of a regular expression; may be repeated")
    private List<String> what = new ArrayList<>();

    /**
     * The rules, in the order in which they were given.
     *
     * @throws UsageException if one is none of those that there are and no rule either
     */
    Redaction redaction() {
        Redaction all = Redaction.NONE;
        for (String said : what) {
            for (Redaction.Rule rule : rules(said)) {
                all = all.and(rule);
            }
        }
        return all;
    }

    private static List<Redaction.Rule> rules(String said) {
        return switch (said) {
            case "secrets" -> Redaction.ofSecrets().rules();
            case "e-mail" -> List.of(Redaction.E_MAIL);
            default -> List.of(rule(said));
        };
    }

    private static Redaction.Rule rule(String said) {
        int equals = said.indexOf('=');
        if (equals < 1) {
            throw new UsageException(
                    "--redact: expected secrets, e-mail or NAME=REGEX such as customer=K-[0-9]{6}, found '"
                            + said + "'");
        }
        Pattern pattern;
        try {
            pattern = Pattern.compile(said.substring(equals + 1));
        } catch (PatternSyntaxException e) {
            throw new UsageException("--redact: " + e.getDescription() + " at character " + (e.getIndex() + 1) + " of "
                    + e.getPattern(), e);
        }
        if (pattern.matcher("").find()) {
            throw new UsageException("--redact: '" + pattern + "' matches a text of no characters, and so every text;"
                    + " expected an expression of what is to be blacked out");
        }
        return new Redaction.Rule(said.substring(0, equals), pattern);
    }
}
