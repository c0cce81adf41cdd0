package dev.qwenagent.runtime.permission;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.runtime.permission.PolicyDocument.Entries;
import java.util.ArrayList;
import java.util.List;

/** Adds rules that allow to the text of a policy and leaves every other character as it is, comments included. */
final class PolicyEdit {

    private PolicyEdit() {}

    /**
     * The text with the rules added.
     *
     * @param document what the text says
     * @param comment one line that stands behind each rule
     * @throws PolicyFileException if the list is written in a form that no line can be added to
     */
    static String allowing(String text, PolicyDocument document, List<ScopePattern> rules, String comment,
            String name) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        Entries allow = document.allow();
        if (allow.keyLine() == 0) {
            lines.add("allow:");
            rules.forEach(rule -> lines.add("  - " + entry(rule, comment)));
        } else {
            int last = allow.rules().isEmpty() ? allow.keyLine() : allow.rules().getLast().line();
            String dash = dash(lines.get(last - 1), allow, name);
            for (int i = 0; i < rules.size(); i++) {
                lines.add(last + i, dash + entry(rules.get(i), comment));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String dash(String line, Entries allow, String name) {
        String indent = line.substring(0, line.length() - line.stripLeading().length());
        if (allow.rules().isEmpty() && line.strip().matches("allow:(\\s*#.*)?")) {
            return indent + "  - ";
        }
        if (line.strip().startsWith("- ")) {
            return indent + "- ";
        }
        throw new PolicyFileException(name + ", line " + allow.keyLine()
                + ": a rule can be added to a list with one rule a line after a dash; found another form");
    }

    private static String entry(ScopePattern rule, String comment) {
        String quoted = "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(rule.toString())) + "\"";
        return comment.isEmpty() ? quoted : quoted + "  # " + comment.replaceAll("\\R", " ");
    }
}
