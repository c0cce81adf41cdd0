package dev.qwenagent.runtime.permission;

import dev.qwenagent.api.tool.ScopePattern;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Ready-made rules for a folder. What a profile has no rule about is denied. Thread-safe. */
public enum Profile {

    /** Looks: arithmetic, units, the time, notes, and the files below the folder; changes nothing and leaves the machine alone. */
    READ_ONLY(List.of("calc.*", "units.*", "clock.*", "notes.search"), List.of("file.list", "file.read"), List.of()),

    /** Works in the folder: also writes files below it and notes; asks before it goes to the web or runs a program. */
    WORKSPACE(List.of("calc.*", "units.*", "clock.*", "notes.*"), List.of("file.*"), List.of("net.*", "process.*")),

    /** May do everything; asks before it runs a program or connects to this machine and its network. */
    TRUSTED(List.of("**"), List.of(), List.of("process.*", "lan.*"));

    private final List<String> allow;
    private final List<String> allowBelow;
    private final List<String> ask;

    Profile(List<String> allow, List<String> allowBelow, List<String> ask) {
        this.allow = allow;
        this.allowBelow = allowBelow;
        this.ask = ask;
    }

    /** As it is written in a policy file: {@code read-only}, {@code workspace}, {@code trusted}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The profile that is written so. */
    public static Optional<Profile> of(String text) {
        return Arrays.stream(values()).filter(profile -> profile.text().equals(text)).findFirst();
    }

    /** All profiles as they are written, for messages. */
    static String all() {
        return Arrays.stream(values()).map(Profile::text).collect(Collectors.joining(", "));
    }

    /**
     * The rules for a folder.
     *
     * @param root the folder; its real path is what rules are about
     */
    public ScopeRules rules(Path root) {
        FolderPatterns folder = FolderPatterns.of(root);
        ScopeRules rules = ScopeRules.NOTHING;
        for (String pattern : allow) {
            rules = rules.allowing(ScopePattern.of(pattern));
        }
        for (String name : allowBelow) {
            rules = rules.allowing(folder.below(name + ":**"));
        }
        for (String pattern : ask) {
            rules = rules.asking(ScopePattern.of(pattern));
        }
        return rules;
    }
}
