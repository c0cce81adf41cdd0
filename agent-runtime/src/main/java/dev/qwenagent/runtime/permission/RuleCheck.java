package dev.qwenagent.runtime.permission;

import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.tools.ToolRegistry;
import dev.qwenagent.tools.binding.Suggestions;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds rules that are about nothing because of a slip of the pen: no tool needs the scope, and one that is needed is written
 * nearly so, or a file is given by a relative path. A rule about a tool that is not there today is no slip.
 * Thread-safe.
 */
public final class RuleCheck {

    /** What the tools of this framework need, whether an agent has them or not. */
    private static final List<String> BUILT_IN = List.of("calc.evaluate", "units.convert", "clock.read", "file.list",
            "file.read", "file.write", "notes.search", "notes.add", "net.get", "lan.connect", "process.run");

    private RuleCheck() {}

    /**
     * The slips among rules, a sentence each.
     *
     * @param tools what the agent can call
     */
    public static List<String> slips(Collection<ScopePattern> rules, ToolRegistry tools) {
        Set<String> needed = new TreeSet<>(BUILT_IN);
        tools.tools().forEach(tool -> tool.scopes().forEach(scope -> needed.add(scope.family() + "." + scope.verb())));
        return rules.stream().distinct().flatMap(rule -> slip(rule, needed).stream()).toList();
    }

    /** The slips among all rules of a policy, see {@link #slips(Collection, ToolRegistry)}. */
    public static List<String> slips(ScopeRules rules, ToolRegistry tools) {
        return slips(Stream.of(rules.allow(), rules.ask(), rules.deny()).flatMap(List::stream).toList(), tools);
    }

    private static Optional<String> slip(ScopePattern rule, Set<String> needed) {
        if (isRelativeFile(rule)) {
            return Optional.of("the rule " + rule + " is about nothing: files have absolute paths, such as /data/"
                    + rule.resource());
        }
        boolean isAboutAny = rule.family().equals("*") || needed.stream().anyMatch(name -> isAbout(rule, name));
        if (isAboutAny) {
            return Optional.empty();
        }
        String wanted = rule.family() + "." + rule.verb();
        return Suggestions.near(wanted, needed, 1)
                .stream()
                .findFirst()
                .map(near -> "the rule " + rule + " is about nothing: no tool needs " + wanted + "; did you mean "
                        + near + "?");
    }

    private static boolean isRelativeFile(ScopePattern rule) {
        String resource = rule.resource();
        boolean isAbsolute = resource.startsWith("/") || resource.startsWith("*") || resource.matches("[A-Za-z]:.*");
        return rule.family().equals("file") && !isAbsolute && !resource.equals("[]");
    }

    private static boolean isAbout(ScopePattern rule, String name) {
        int dot = name.indexOf('.');
        String family = name.substring(0, dot);
        String verb = name.substring(dot + 1);
        return rule.family().equals(family)
                && (rule.verb().equals("*") || rule.verb().equals(verb) || verb.equals("*"));
    }
}
