package dev.qwenagent.runtime.journal;

import static dev.qwenagent.runtime.journal.JournalSamples.ended;
import static dev.qwenagent.runtime.journal.JournalSamples.turn;
import static dev.qwenagent.runtime.journal.JournalSamples.whole;
import static dev.qwenagent.runtime.journal.JournalSamples.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.journal.DamagedRunException;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunSummary;
import dev.qwenagent.api.journal.RunWriter;
import dev.qwenagent.runtime.journal.Verification.Witness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody gets at the files of a journal. */
class TamperingTest {

    private static final JournalKeys KEYS = JournalKeys.of(JournalKey.parse("ab".repeat(32)));

    @TempDir
    private Path folder;

    private Path runs() {
        return folder.resolve("runs");
    }

    private Path file(String run) {
        return runs().resolve(run + ".jsonl");
    }

    private RunArchive open(JournalSettings settings) {
        return Journals.open(runs().toString(), settings);
    }

    private RunArchive plain() {
        return open(JournalSettings.plain());
    }

    private RunArchive signed() {
        return open(JournalSettings.plain().signedBy(KEYS));
    }

    private RunArchive anchored() {
        return open(JournalSettings.plain().anchoredIn(folder.resolve("anchors")));
    }

    private void change(String run, UnaryOperator<List<String>> change) throws IOException {
        List<String> lines = change.apply(new ArrayList<>(Files.readAllLines(file(run))));
        Files.write(file(run), lines);
    }

    /** Writes a run again as whoever knows the format but not the key would, from another list of entries. */
    private void forge(RunArchive with, String run, List<JournalEntry> entries) throws IOException {
        Files.delete(file(run));
        write(with, entries);
    }

    private static List<JournalEntry> other(String run) {
        List<JournalEntry> entries = new ArrayList<>(whole(run));
        entries.set(1, turn(run, 2));
        return entries;
    }

    private static void assertBroken(RunArchive journal, String run, long entry, String what) {
        assertThat(journal.verify(run)).isInstanceOfSatisfying(Verification.Broken.class, broken -> {
            assertThat(broken.entry()).isEqualTo(entry);
            assertThat(broken.what()).contains(what);
        });
        assertThatThrownBy(() -> journal.read(run)).isInstanceOf(DamagedRunException.class)
                .hasMessageContaining("run " + run)
                .hasMessageContaining("entry " + entry + " ");
        assertThatThrownBy(() -> journal.claim(run)).isInstanceOf(DamagedRunException.class);
    }

    @Test
    void soundRunSaysWhatSpeaksForIt() {
        try (var journal = open(
                JournalSettings.plain().signedBy(KEYS).anchoredIn(folder.resolve("anchors")))) {
            write(journal, whole("r"));
            assertThat(journal.verify("r")).isEqualTo(
                    new Verification.Sound("r", 5, Set.of(Witness.CHAIN, Witness.KEY, Witness.ANCHOR)));
        }
    }

    @Test
    void everyChangedByteIsFoundWithTheNumberOfItsEntry() throws Exception {
        try (var journal = plain()) {
            write(journal, whole("r"));
            byte[] bytes = Files.readAllBytes(file("r"));
            long entry = 1;
            for (int i = 0; i < bytes.length; i++) {
                byte[] changed = bytes.clone();
                changed[i] ^= 1;
                Files.write(file("r"), changed);
                long number = entry;
                if (i == bytes.length - 1) {
                    // Without its end the last line is a torn one, which was never written as far as anybody was told.
                    assertThat(journal.read("r")).hasSize(4);
                } else {
                    assertThat(journal.verify("r")).as("byte " + i)
                            .isInstanceOfSatisfying(Verification.Broken.class,
                                    broken -> assertThat(broken.entry()).isEqualTo(number));
                }
                if (bytes[i] == '\n') {
                    entry++;
                }
            }
        }
    }

    @Test
    void removedEntryIsFound() throws Exception {
        try (var journal = plain()) {
            write(journal, whole("r"));
            change("r", lines -> {
                lines.remove(2);
                return lines;
            });
            assertBroken(journal, "r", 3, "missing");
        }
    }

    @Test
    void swappedEntriesAreFound() throws Exception {
        try (var journal = plain()) {
            write(journal, whole("r"));
            change("r", lines -> {
                Collections.swap(lines, 1, 2);
                return lines;
            });
            assertBroken(journal, "r", 2, "number 3 stands in its place");
        }
    }

    @Test
    void repeatedEntryIsFound() throws Exception {
        try (var journal = plain()) {
            write(journal, whole("r"));
            change("r", lines -> {
                lines.add(3, lines.get(2));
                return lines;
            });
            assertBroken(journal, "r", 4, "number 3");
        }
    }

    @Test
    void entryOfAnotherRunIsFound() throws Exception {
        try (var journal = plain()) {
            write(journal, whole("r"));
            write(journal, whole("s"));
            Files.write(file("r"), Files.readAllBytes(file("s")));
            assertBroken(journal, "r", 1, "changed");
        }
    }

    @Test
    void chainThatWasWrittenAgainWithoutTheKeyIsRefused() throws Exception {
        try (var journal = signed(); var forger = plain()) {
            write(journal, whole("r"));
            forge(forger, "r", other("r"));
            assertBroken(journal, "r", 1, "no signature");
        }
    }

    @Test
    void chainThatWasWrittenAgainWithAnotherKeyIsRefused() throws Exception {
        JournalKeys wrong = JournalKeys.of(JournalKey.parse("cd".repeat(32)));
        try (var journal = signed(); var forger = open(JournalSettings.plain().signedBy(wrong))) {
            write(journal, whole("r"));
            forge(forger, "r", other("r"));
            assertBroken(journal, "r", 1, "none of those given");
        }
    }

    @Test
    void signaturesOfTheTrueRunDoNotFitTheForgedOne() throws Exception {
        try (var journal = signed(); var forger = plain()) {
            write(journal, whole("r"));
            List<String> signed = Files.readAllLines(file("r"));
            forge(forger, "r", other("r"));
            change("r", lines -> {
                for (int i = 0; i < lines.size(); i++) {
                    String proof = signed.get(i).replaceAll(".*(,\"key\":\"\\w+\",\"mac\":\"\\w+\").*", "$1");
                    lines.set(i, lines.get(i).replace(",\"body\"", proof + ",\"body\""));
                }
                return lines;
            });
            // The first entry of both is the same; from the second on they differ.
            assertBroken(journal, "r", 2, "was not signed");
        }
    }

    @Test
    void everyBeginningOfARunThatHasNotEndedIsAuthentic() {
        try (var journal = signed(); RunWriter writer = journal.begin("r")) {
            for (JournalEntry entry : whole("r").subList(0, 3)) {
                writer.append(entry);
                assertThat(journal.verify("r")).isInstanceOfSatisfying(Verification.Sound.class,
                        sound -> assertThat(sound.witnesses()).containsExactlyInAnyOrder(Witness.CHAIN, Witness.KEY));
            }
        }
    }

    @Test
    void chainThatWasWrittenAgainIsRefusedByItsSealWhereThereIsNoKey() throws Exception {
        try (var journal = anchored(); var forger = plain()) {
            write(journal, whole("r"));
            forge(forger, "r", other("r"));
            assertBroken(journal, "r", 5, "written again");
        }
    }

    @Test
    void runCutBehindItsSealIsFound() throws Exception {
        try (var journal = anchored()) {
            write(journal, whole("r"));
            change("r", lines -> lines.subList(0, 4));
            assertBroken(journal, "r", 5, "missing");
        }
    }

    @Test
    void whateverWasThereWhenARunWasPutDownIsHeldByItsSeal() throws Exception {
        try (var journal = anchored()) {
            write(journal, whole("r").subList(0, 3));
            try (RunWriter writer = journal.claim("r")) {
                writer.append(turn("r", 2));
                writer.append(ended("r"));
            }
            assertThat(journal.verify("r").isSound()).isTrue();
            change("r", lines -> lines.subList(0, 2));
            assertBroken(journal, "r", 3, "missing");
        }
    }

    @Test
    void runThatIsGoneWithoutADeletionIsFound() throws Exception {
        try (var journal = anchored()) {
            write(journal, whole("r"));
            Files.delete(file("r"));
            assertThat(journal.verify()).singleElement()
                    .isInstanceOfSatisfying(Verification.Missing.class,
                            missing -> assertThat(missing.entries()).isEqualTo(5));
            assertThatThrownBy(() -> journal.read("r")).isInstanceOf(DamagedRunException.class);
        }
    }

    @Test
    void runThatWasDeletedOnPurposeIsKnownToBe() {
        try (var journal = anchored()) {
            write(journal, whole("r"));
            journal.delete("r");
            assertThat(journal.verify()).singleElement().isInstanceOf(Verification.Deleted.class);
            assertThat(journal.read("r")).isEmpty();
        }
    }

    @Test
    void deletedRunThatIsBackIsFound() throws Exception {
        try (var journal = anchored()) {
            write(journal, whole("r"));
            byte[] copy = Files.readAllBytes(file("r"));
            journal.delete("r");
            Files.write(file("r"), copy);
            assertBroken(journal, "r", 1, "deleted");
        }
    }

    @Test
    void changedSealIsFoundWithItsNumber() throws Exception {
        try (var journal = anchored()) {
            write(journal, whole("r"));
            write(journal, whole("s"));
            Path seals = folder.resolve("anchors/anchors.jsonl");
            Files.writeString(seals, Files.readString(seals).replace("\"run\":\"s\"", "\"run\":\"t\""));
            assertThatThrownBy(journal::verify).isInstanceOf(AgentException.class).hasMessageContaining("record 2");
        }
    }

    @Test
    void sealsWrittenAgainWithoutTheKeyAreRefused() throws Exception {
        Path anchors = folder.resolve("anchors");
        try (var journal = open(JournalSettings.plain().signedBy(KEYS).anchoredIn(anchors)); var forger = anchored()) {
            write(journal, whole("r"));
            Files.delete(anchors.resolve("anchors.jsonl"));
            write(forger, whole("s"));
            assertThatThrownBy(journal::verify).hasMessageContaining("record 1").hasMessageContaining("no signature");
        }
    }

    @Test
    void halfASealIsTakenForNone() throws Exception {
        Path seals = folder.resolve("anchors/anchors.jsonl");
        try (var journal = anchored()) {
            write(journal, whole("r"));
            Files.write(seals, "{\"number\":2,".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
            write(journal, whole("s"));
            assertThat(journal.verify()).hasSize(2).allMatch(Verification::isSound);
        }
    }

    @Test
    void damagedRunHidesNoOther() throws Exception {
        try (var journal = plain()) {
            write(journal, whole("r"));
            write(journal, whole("s"));
            change("r", lines -> lines.subList(1, 5));
            assertThat(journal.runs()).extracting(RunSummary::runId, RunSummary::state)
                    .containsExactlyInAnyOrder(tuple("r", RunSummary.State.DAMAGED),
                            tuple("s", RunSummary.State.ENDED));
            assertThat(journal.verify()).extracting(Verification::isSound).containsExactly(false, true);
        }
    }

    @Test
    void byteThatIsNoUtf8IsFoundAlsoWhereTheSignForSuchBytesStood() throws Exception {
        try (var journal = signed()) {
            write(journal, List.of(JournalSamples.began("r", "\uFFFD"), ended("r")));
            String bytes = Files.readString(file("r"), StandardCharsets.ISO_8859_1);
            Files.writeString(file("r"), bytes.replace("\u00EF\u00BF\u00BD", "\u00FF"), StandardCharsets.ISO_8859_1);
            assertBroken(journal, "r", 1, "no entry");
        }
    }

    /** What the machine's end leaves between the note that a run is deleted and the end of its deletion. */
    private static List<UnaryOperator<byte[]>> leftOver() {
        return List.of(bytes -> bytes, bytes -> new byte[bytes.length], bytes -> {
            byte[] half = bytes.clone();
            Arrays.fill(half, 0, half.length / 2, (byte) 0);
            return half;
        });
    }

    @Test
    void deletionThatWasBrokenOffIsBroughtToItsEnd() throws Exception {
        try (var journal = open(JournalSettings.plain().encryptedBy(KEYS).anchoredIn(folder.resolve("anchors")))) {
            for (var left : leftOver()) {
                String run = "r" + UUID.randomUUID();
                write(journal, whole(run));
                byte[] bytes = Files.readAllBytes(file(run));
                journal.delete(run);
                Files.write(file(run), left.apply(bytes));
                assertThat(journal.verify(run).isSound()).isFalse();
                assertThat(journal.deleteQuietSince(Instant.EPOCH)).containsExactly(run);
                assertThat(file(run)).doesNotExist();
                assertThat(journal.verify(run)).isInstanceOf(Verification.Deleted.class);
            }
        }
    }

    @Test
    void otherRunInThePlaceOfADeletedOneIsKeptForSomebodyToLookAt() throws Exception {
        try (var journal = anchored(); var forger = plain()) {
            write(journal, whole("r"));
            journal.delete("r");
            write(forger, other("r"));
            assertThat(journal.deleteQuietSince(Instant.MAX)).isEmpty();
            assertThat(journal.verify("r")).isInstanceOf(Verification.Broken.class);
        }
    }

    @Test
    void interruptedThreadDeletesToTheEnd() {
        try (var journal = anchored()) {
            write(journal, whole("r"));
            Thread.currentThread().interrupt();
            journal.delete("r");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(journal.verify("r")).isInstanceOf(Verification.Deleted.class);
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void damagedRunCanBeDeleted() throws Exception {
        try (var journal = anchored()) {
            write(journal, whole("r"));
            change("r", lines -> List.of("garbage"));
            journal.delete("r");
            assertThat(journal.verify("r")).isInstanceOf(Verification.Deleted.class);
        }
    }

    @Test
    void sealsOfManyRunsAtOnceAreAllThere() throws Exception {
        try (var journal = anchored(); var other = anchored()) {
            List<Thread> threads = IntStream.range(0, 8)
                    .mapToObj(run -> Thread.startVirtualThread(
                            () -> write(run % 2 == 0 ? journal : other, whole("run" + run))))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(journal.verify()).hasSize(8)
                    .allSatisfy(run -> assertThat(run).isInstanceOfSatisfying(Verification.Sound.class,
                            sound -> assertThat(sound.witnesses()).contains(Witness.ANCHOR)));
        }
    }

    @Test
    void sealsMayLieInAPlaceOfOnesOwn() throws Exception {
        List<AnchorRecord> elsewhere = new CopyOnWriteArrayList<>();
        RunAnchors anchors = new RunAnchors() {
            @Override
            public void add(AnchorRecord record) {
                elsewhere.add(record);
            }

            @Override
            public List<AnchorRecord> records() {
                return List.copyOf(elsewhere);
            }
        };
        try (var journal = Journals.open(runs().toString(), JournalSettings.plain(), anchors)) {
            write(journal, whole("r"));
            assertThat(elsewhere).singleElement().isInstanceOf(AnchorRecord.Seal.class);
            change("r", lines -> lines.subList(0, 4));
            assertBroken(journal, "r", 5, "missing");
        }
    }
}
