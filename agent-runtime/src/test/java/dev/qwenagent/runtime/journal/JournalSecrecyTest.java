package dev.qwenagent.runtime.journal;

import static dev.qwenagent.runtime.journal.JournalSamples.began;
import static dev.qwenagent.runtime.journal.JournalSamples.call;
import static dev.qwenagent.runtime.journal.JournalSamples.ended;
import static dev.qwenagent.runtime.journal.JournalSamples.success;
import static dev.qwenagent.runtime.journal.JournalSamples.whole;
import static dev.qwenagent.runtime.journal.JournalSamples.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.journal.CallPlace;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunSummary;
import dev.qwenagent.api.journal.RunWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a journal says to whom. */
class JournalSecrecyTest {

    private static final JournalKey OLD = JournalKey.parse("0a".repeat(32));
    private static final JournalKey NEW = JournalKey.parse("0b".repeat(32));

    @TempDir
    private Path folder;

    private static RunArchive encrypted(String place, JournalKey current, JournalKey... older) {
        return Journals.open(place, JournalSettings.plain().encryptedBy(JournalKeys.of(current, older)));
    }

    /** All bytes of all files of the folder, as characters. */
    private String bytes() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(JournalSecrecyTest::bytes).collect(Collectors.joining());
        }
    }

    private static String bytes(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FILES", "SQLITE", "H2"})
    void nothingThatARunSaidIsOnTheDiskInTheClear(JournalPlace place) throws Exception {
        var entries = List.of(began("r", "the secret plan"), ended("r"));
        try (var journal = encrypted(place.in(folder), NEW)) {
            write(journal, entries);
            assertThat(journal.read("r")).isEqualTo(entries);
        }
        assertThat(bytes()).doesNotContain("secret plan").doesNotContain("run_began");
    }

    @Test
    void chainIsVerifiedWithoutTheKeyThatDecrypts() {
        String place = folder.toString();
        try (var journal = encrypted(place, NEW)) {
            write(journal, whole("r"));
        }
        try (var journal = Journals.open(place, JournalSettings.plain())) {
            assertThat(journal.verify("r").isSound()).isTrue();
            assertThatThrownBy(() -> journal.read("r")).isInstanceOf(AgentException.class)
                    .hasMessageContaining("encrypted with the key " + NEW.id());
        }
    }

    @Test
    void wrongKeyIsNamed() {
        String place = folder.toString();
        try (var journal = encrypted(place, NEW)) {
            write(journal, whole("r"));
        }
        try (var journal = encrypted(place, OLD)) {
            assertThatThrownBy(() -> journal.read("r")).isInstanceOf(AgentException.class)
                    .hasMessageContaining(NEW.id())
                    .hasMessageContaining(OLD.id());
        }
    }

    @ParameterizedTest
    @EnumSource
    void keyIsReplacedByPuttingANewOneBeforeIt(JournalPlace place) {
        String where = place.in(folder);
        try (var journal = encrypted(where, OLD)) {
            write(journal, whole("r"));
            write(journal, whole("s").subList(0, 2));
        }
        try (var journal = encrypted(where, NEW, OLD)) {
            assertThat(journal.read("r")).isEqualTo(whole("r"));
            try (RunWriter writer = journal.claim("s")) {
                writer.append(ended("s"));
            }
        }
        // Whatever was written with the new key needs no other.
        try (var journal = encrypted(where, NEW)) {
            assertThat(journal.read("s")).hasSize(3);
            assertThatThrownBy(() -> journal.read("r")).hasMessageContaining(OLD.id());
        }
    }

    @Test
    void signaturesOfAnOlderKeyAreKnown() {
        String place = folder.toString();
        try (var journal = Journals.open(place, JournalSettings.plain().signedBy(JournalKeys.of(OLD)))) {
            write(journal, whole("r").subList(0, 2));
        }
        try (var journal = Journals.open(place, JournalSettings.plain().signedBy(JournalKeys.of(NEW, OLD)))) {
            try (RunWriter writer = journal.claim("r")) {
                writer.append(ended("r"));
            }
            assertThat(journal.verify("r").isSound()).isTrue();
        }
        try (var journal = Journals.open(place, JournalSettings.plain().signedBy(JournalKeys.of(NEW)))) {
            assertThat(journal.verify("r")).isInstanceOf(Verification.Broken.class);
        }
    }

    @Test
    void copyOfADeletedRunSaysNothingWithoutTheKeyThatWasDeletedWithIt() throws Exception {
        String place = folder.toString();
        try (var journal = encrypted(place, NEW)) {
            write(journal, whole("r"));
            byte[] copy = Files.readAllBytes(folder.resolve("r.jsonl"));
            journal.delete("r");
            Files.write(folder.resolve("r.jsonl"), copy);
            assertThatThrownBy(() -> journal.read("r")).isInstanceOf(AgentException.class)
                    .hasMessageContaining("cannot be read any more");
        }
    }

    @ParameterizedTest
    @EnumSource
    void runWhoseKeyIsNotGivenHidesNoOther(JournalPlace place) {
        String where = place.in(folder);
        try (var journal = encrypted(where, NEW)) {
            write(journal, whole("r"));
        }
        try (var journal = Journals.open(where, JournalSettings.plain())) {
            write(journal, whole("s"));
            assertThat(journal.runs()).extracting(RunSummary::runId, RunSummary::state)
                    .containsExactlyInAnyOrder(tuple("r", RunSummary.State.LOCKED),
                            tuple("s", RunSummary.State.ENDED));
            assertThat(journal.runs().getLast().task()).contains(NEW.id());
            assertThat(journal.deleteQuietSince(JournalSamples.AT.plusSeconds(1))).containsExactly("s");
        }
    }

    @Test
    void keyBesideARunThatIsGoneOrChangedIsFound() throws Exception {
        try (var journal = encrypted(folder.toString(), NEW)) {
            write(journal, whole("r"));
            write(journal, whole("s"));
            Path key = folder.resolve("r.key");
            String kept = Files.readString(key);
            for (String changed : List.of("", "garbage", kept.substring(0, 20),
                    Files.readString(folder.resolve("s.key")))) {
                Files.writeString(key, changed);
                assertThat(journal.verify("r")).as(changed).isInstanceOf(Verification.Broken.class);
                assertThat(journal.runs()).extracting(RunSummary::state)
                        .containsExactlyInAnyOrder(RunSummary.State.DAMAGED, RunSummary.State.ENDED);
            }
            Files.delete(key);
            assertThat(journal.verify("r")).isInstanceOf(Verification.Broken.class);
            assertThat(journal.runs()).hasSize(2);
        }
    }

    @Test
    void deletionTakesTheKeyAlsoThatWasBeingReplacedWhenTheMachineDied() throws Exception {
        try (var journal = encrypted(folder.toString(), NEW)) {
            write(journal, whole("r"));
            Files.copy(folder.resolve("r.key"), folder.resolve("r.key.new"));
            journal.delete("r");
            assertThat(folder.resolve("r.key.new")).doesNotExist();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FILES", "SQLITE"})
    void nothingOfADeletedRunIsInTheFiles(JournalPlace place) throws Exception {
        try (var journal = Journals.open(place.in(folder), JournalSettings.plain())) {
            write(journal, List.of(began("r", "the secret plan"), ended("r")));
            assertThat(bytes()).contains("secret plan");
            journal.delete("r");
            assertThat(bytes()).doesNotContain("secret plan");
        }
    }

    @ParameterizedTest
    @EnumSource
    void secretsAreBlackedOutWhereverTheyStand(JournalPlace place) {
        var where = new CallPlace(1, 1);
        var redaction = Redaction.ofSecrets().and(Redaction.E_MAIL);
        String arguments = "{\"headers\": {\"Authorization\": \"Bearer abcdefgh.12345678\"}, "
                + "\"body\": \"{\\\"password\\\": \\\"hunter2hunter2\\\"}\"}";
        try (var journal = Journals.open(place.in(folder), JournalSettings.plain().redacting(redaction))) {
            write(journal, List.of(began("r", "Mail ana@example.com with sk-abcdefghijklmnopqrstuv"),
                    call("r", where, arguments),
                    success("r", where, "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nrest"),
                    ended("r")));
            List<JournalEntry> entries = journal.read("r");
            assertThat(entries.toString()).doesNotContain("example.com", "abcdefgh", "hunter2", "MIIE")
                    .contains("Mail [redacted: e-mail] with [redacted: key]", "Bearer [redacted: token]",
                            "[redacted: private key]\nrest");
            assertThat(((JournalEntry.CallBegan) entries.get(1)).call().arguments())
                    .contains("\\\"password\\\":\\\"[redacted: key]\\\"");
            assertThat(entries.get(0).runId()).isEqualTo("r");
        }
    }

    @Test
    void ruleOfOnesOwnLeavesWhatAnEntryIsMadeOf() {
        var everything = new Redaction(List.of(new Redaction.Rule("all", Pattern.compile("(?s).+"))));
        try (var journal = Journals.open(folder.toString(), JournalSettings.plain().redacting(everything))) {
            write(journal, List.of(began("r"), success("r", new CallPlace(1, 1), "x")));
            assertThat(journal.read("r").get(1)).isInstanceOfSatisfying(JournalEntry.CallEnded.class, end -> {
                assertThat(end.place()).isEqualTo(new CallPlace(1, 1));
                assertThat(end.outcome().textForModel()).isEqualTo("[redacted: all]");
            });
        }
    }

    @Test
    void whatNoRuleIsAboutStaysAsItIs() {
        try (var journal = Journals.open(folder.toString(),
                JournalSettings.plain().redacting(Redaction.ofSecrets()))) {
            write(journal, JournalSamples.oneOfEach());
            assertThat(journal.read("r")).isEqualTo(JournalSamples.oneOfEach());
        }
    }

    @Test
    void keyIsReadFromAFileOfItsOwnerAndNeverShown() throws Exception {
        Path file = folder.resolve("keys/journal.key");
        JournalKey made = JournalKey.createIn(file);
        assertThat(JournalKey.readFrom(file).id()).isEqualTo(made.id());
        assertThat(made.toString()).doesNotContain(Files.readString(file).strip());
        assertThatThrownBy(() -> JournalKey.createIn(file)).hasMessageContaining("exists already");
    }

    @Test
    void whoComesAtOnceForANewKeyFindsAWholeOne() throws Exception {
        for (int round = 0; round < 50; round++) {
            Path file = folder.resolve("key" + round);
            var ids = new ConcurrentLinkedQueue<String>();
            List<Thread> threads = IntStream.range(0, 4).mapToObj(_ -> Thread.ofPlatform().start(() -> {
                try {
                    ids.add(JournalKey.createIn(file).id());
                } catch (AgentException e) {
                    ids.add(JournalKey.readFrom(file).id());
                }
            })).toList();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(ids).hasSize(4).containsOnly(JournalKey.readFrom(file).id());
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(50);
        }
    }

    @Test
    void keyIsReadFromATextInEitherForm() {
        assertThat(JournalKey.parse(base64("0a".repeat(32))).id()).isEqualTo(OLD.id());
        assertThatThrownBy(() -> JournalKey.parse("tooshort")).isInstanceOf(AgentException.class)
                .hasMessageContaining("32")
                .hasMessageNotContaining("tooshort");
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "its file systems have no such permissions")
    void keyFileThatOthersMayReadIsRefusedWithAdvice() throws Exception {
        Path file = folder.resolve("journal.key");
        JournalKey.createIn(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> JournalKey.readFrom(file)).isInstanceOf(AgentException.class)
                .hasMessageContaining("chmod 600");
    }

    @ParameterizedTest
    @EnumSource(names = {"FILES", "SQLITE", "H2"})
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "its file systems have no such permissions")
    void everyFileIsForTheOwnerOnly(JournalPlace place) throws Exception {
        Path own = folder.resolve("own");
        try (var journal = Journals.open(place.in(own), JournalSettings.plain()
                .encryptedBy(JournalKeys.of(NEW))
                .anchoredIn(own.resolve("anchors")))) {
            write(journal, whole("r"));
            try (Stream<Path> files = Files.walk(own)) {
                assertThat(files).isNotEmpty()
                        .allSatisfy(file -> assertThat(
                                PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).endsWith("------"));
            }
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "its file systems have no such permissions")
    void folderThatOthersMayWriteToIsRefusedWithAdvice() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> Journals.in(folder)).isInstanceOf(AgentException.class)
                .hasMessageContaining("chmod go-w");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
}
