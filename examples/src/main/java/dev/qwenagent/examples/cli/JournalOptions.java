package dev.qwenagent.examples.cli;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.examples.cli.shell.Folders;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.runtime.journal.JournalKey;
import dev.qwenagent.runtime.journal.JournalKeys;
import dev.qwenagent.runtime.journal.JournalSettings;
import dev.qwenagent.runtime.journal.Journals;
import dev.qwenagent.runtime.journal.Redaction;
import dev.qwenagent.runtime.journal.RunArchive;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where runs are written down, and with which keys. */
final class JournalOptions {

    /** The variable that may hold the key itself, so that it need not be in a file. */
    static final String ENCRYPTION_KEY = "QWEN_AGENT_JOURNAL_ENCRYPTION_KEY";

    private static final String DATABASE = "jdbc:";
    private static final Pattern EMBEDDED = Pattern.compile(
            "jdbc:(?<kind>sqlite|h2):(?:file:)?(?<name>(?!mem:)[^?;]+).*");
    /** The endings of a database's files by its kind; there are more than one while it is open. */
    private static final Map<String, List<String>> DATABASE_FILES = Map.of(
            "sqlite", List.of("", "-wal", "-shm", "-journal"),
            "h2", List.of("", ".mv.db", ".trace.db", ".lock.db"));

    @Option(names = "--journal", paramLabel = "PLACE", //
            description = "Where runs are written down: a folder, or the jdbc: URL of a database; in your own state folder"
                    + " if not said")
    private @Nullable String place;

    @Option(names = "--journal-encryption-key", paramLabel = "FILE", //
            description = "Encrypt what the journal holds with the key in this file (openssl rand -hex 32 makes one)")
    private @Nullable Path encryptionKey;

    /**
     * Opens the journal, whose entries are signed with the user's own key and sealed outside of it.
     *
     * @throws AgentException if it, or a key, cannot be opened
     */
    RunArchive open(Shell shell) {
        return open(shell, Redaction.NONE);
    }

    /** Opens it to write into, see {@link #open(Shell)}. */
    RunArchive open(Shell shell, Redaction redaction) {
        Folders folders = shell.folders();
        JournalSettings settings = JournalSettings.plain()
                .signedBy(JournalKeys.of(signingKey(folders.journalKey())))
                .anchoredIn(seals(folders))
                .redacting(redaction);
        return Journals.open(place(folders), encryption(shell).map(settings::encryptedBy).orElse(settings));
    }

    /** Each journal has seals of its own: those of another would tell that its runs are gone from this one. */
    private Path seals(Folders folders) {
        if (place == null) {
            return folders.seals();
        }
        String name = place.startsWith(DATABASE) ? shown(place)
                : OwnFiles.real(folders.working().resolve(place)).toString();
        boolean isUsual = name.equals(OwnFiles.real(folders.runs()).toString());
        return isUsual ? folders.seals() : folders.seals().resolve(digest(name));
    }

    private static String digest(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private String place(Folders folders) {
        if (place == null) {
            return folders.runs().toString();
        }
        return place.startsWith(DATABASE) ? place : folders.working().resolve(place).toString();
    }

    /** Two processes may begin at once: whoever comes second takes the key of the first. */
    private static JournalKey signingKey(Path file) {
        if (Files.exists(file)) {
            return JournalKey.readFrom(file);
        }
        try {
            return JournalKey.createIn(file);
        } catch (AgentException e) {
            if (Files.exists(file)) {
                return JournalKey.readFrom(file);
            }
            throw e;
        }
    }

    private Optional<JournalKeys> encryption(Shell shell) {
        if (encryptionKey != null) {
            return Optional.of(JournalKeys.of(JournalKey.readFrom(shell.folders().working().resolve(encryptionKey))));
        }
        return shell.has(ENCRYPTION_KEY)
                ? Optional.of(JournalKeys.of(JournalKey.parse(shell.environment().get(ENCRYPTION_KEY))))
                : Optional.empty();
    }

    /** The files and folders that hold runs and keys. */
    List<Path> files(Folders folders) {
        Stream<Path> journal = place == null || place.startsWith(DATABASE) ? databaseFiles(folders)
                : Stream.of(folders.working().resolve(place));
        Stream<Path> key = encryptionKey == null ? Stream.of() : Stream.of(folders.working().resolve(encryptionKey));
        return Stream.concat(journal, key).toList();
    }

    /** The files of an embedded database: the name is behind its kind, up to its settings, and they have endings. */
    private Stream<Path> databaseFiles(Folders folders) {
        Matcher embedded = EMBEDDED.matcher(place == null ? "" : place);
        if (!embedded.matches()) {
            return Stream.of();
        }
        String name = embedded.group("name")
                .replaceFirst("^~(?=[/\\\\])",
                        Matcher.quoteReplacement(System.getProperty("user.home", "~")));
        return DATABASE_FILES.get(embedded.group("kind"))
                .stream()
                .map(ending -> folders.working().resolve(name + ending));
    }

    /** The options as words of a command line. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        if (place != null) {
            words.add("--journal=" + place);
        }
        if (encryptionKey != null) {
            words.add("--journal-encryption-key=" + encryptionKey);
        }
        return words;
    }

    /** What has to be said to open the same journal again, with a blank before it and no password; nothing for the usual one. */
    String said() {
        return (place == null ? "" : " --journal " + shown(place))
                + (encryptionKey == null ? "" : " --journal-encryption-key " + encryptionKey);
    }

    /** A place without the password that the address of a database may hold. */
    static String shown(String place) {
        return place.replaceAll("(?i)(password=)[^&;]*", "$1...").replaceAll("//[^/@]*@", "//...@");
    }
}
