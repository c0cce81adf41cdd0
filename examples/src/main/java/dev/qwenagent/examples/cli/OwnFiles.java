package dev.qwenagent.examples.cli;

import dev.qwenagent.api.resource.ResourceFamily;
import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.examples.cli.shell.Folders;
import dev.qwenagent.runtime.permission.RuleLayers.Layer;
import dev.qwenagent.runtime.permission.ScopeRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The files that the command line itself lives by, which no agent may touch whatever it is allowed: a run that wrote to its own
 * settings, key, journal or seals could allow itself anything for the next one, or change what it had done; one that read the key
 * could sign what never happened.
 */
final class OwnFiles {

    private OwnFiles() {}

    /** Denies all about the settings, the keys, the journals and the seals, and writing to the project's settings. */
    static Layer denied(Folders folders, List<Path> journal) {
        List<ScopePattern> denied = new ArrayList<>();
        Set<Path> own = new LinkedHashSet<>(List.of(folders.config(), folders.data(), folders.state()));
        own.addAll(journal);
        for (Path place : own) {
            for (String name : names(place)) {
                denied.add(ScopePattern.of("file.*:" + name));
                denied.add(ScopePattern.of("file.*:" + name + "/**"));
            }
        }
        for (String name : names(folders.projectConfig())) {
            denied.add(ScopePattern.of("file.write:" + name));
        }
        return new Layer("the program's own files", new ScopeRules(List.of(), List.of(), denied));
    }

    /** How a file can be called: as it was said, and by its real name. */
    private static Set<String> names(Path file) {
        Set<String> names = new LinkedHashSet<>();
        names.add(exactly(file.toAbsolutePath().normalize()));
        names.add(exactly(real(file)));
        return names;
    }

    /** The real name, also of what does not exist yet in a folder that does. */
    static Path real(Path file) {
        Path whole = file.toAbsolutePath().normalize();
        try {
            return whole.toRealPath();
        } catch (IOException e) {
            Path folder = whole.getParent();
            return folder == null ? whole : real(folder).resolve(whole.getFileName());
        }
    }

    private static String exactly(Path file) {
        return ResourceFamily.FILE.exactly(file.toString().replace('\\', '/'));
    }
}
