package dev.qwenagent.runtime.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.journal.DamagedRunException;
import dev.qwenagent.memory.OwnerOnly;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Seals in the file {@code anchors.jsonl} of a folder, for its owner only, each forced to disk; the records are a chain as the
 * entries of a run are. Several processes may add to it. Thread-safe.
 */
final class FileRunAnchors implements RunAnchors {

    /** No run has this id, as it begins with a dot. */
    private static final String CHAIN = ".anchors";
    private static final int TRIES = 2_000;
    private static final int PAUSE_MILLIS = 5;

    private final Path folder;
    private final Path file;
    private final @Nullable JournalKeys signing;

    private FileRunAnchors(Path folder, @Nullable JournalKeys signing) {
        this.folder = folder;
        this.file = folder.resolve("anchors.jsonl");
        this.signing = signing;
    }

    static FileRunAnchors in(Path folder, @Nullable JournalKeys signing) {
        return new FileRunAnchors(Disk.folder(folder), signing);
    }

    @Override
    public void add(AnchorRecord record) {
        try (ProcessLock _ = lock()) {
            try {
                Files.createFile(file, OwnerOnly.file());
                Disk.forceNames(folder);
            } catch (FileAlreadyExistsException _) {
                // It is there since the first seal.
            }
            try (RandomAccessFile seals = Disk.append(file)) {
                Head head = Disk.lastLine(seals).map(Envelope::parse).map(Head::of).orElse(Head.EMPTY);
                String line = new Chain(CHAIN, signing).next(head, json(record)).line();
                seals.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                seals.getFD().sync();
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new AgentException("the seal of run " + record.runId() + " cannot be written to " + file + ": " + e,
                    e);
        }
    }

    private ProcessLock lock() throws IOException {
        for (int tries = 0; tries < TRIES; tries++) {
            Optional<ProcessLock> lock = ProcessLock.take(folder.resolve(".lock"));
            if (lock.isPresent()) {
                return lock.get();
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while another process wrote", e);
            }
        }
        throw new IOException("another process holds " + folder.resolve(".lock"));
    }

    @Override
    public List<AnchorRecord> records() {
        try {
            List<AnchorRecord> records = new ArrayList<>();
            if (Files.exists(file)) {
                for (Envelope envelope : new Chain(CHAIN, signing).check(Disk.lines(file))) {
                    records.add(record(envelope.body()));
                }
            }
            return records;
        } catch (DamagedRunException e) {
            throw new AgentException("the seals in " + file + " are not as they were written: record " + e.entry() + " "
                    + e.what(), e);
        } catch (IOException e) {
            throw new AgentException("the seals in " + file + " cannot be read: " + e, e);
        }
    }

    private static String json(AnchorRecord record) throws JsonProcessingException {
        String kind = switch (record) {
            case AnchorRecord.Seal _ -> "seal";
            case AnchorRecord.Deletion _ -> "deletion";
        };
        return JsonFields.MAPPER.writeValueAsString(JsonFields.MAPPER.createObjectNode()
                .put("record", kind)
                .put("run", record.runId())
                .put("at", record.at().toString())
                .put("entries", record.entries())
                .put("hash", record.hash()));
    }

    private static AnchorRecord record(String body) throws JsonProcessingException {
        JsonNode json = JsonFields.MAPPER.readTree(body);
        String run = JsonFields.text(json, "run");
        Instant at = Instant.parse(JsonFields.text(json, "at"));
        long entries = json.required("entries").asLong();
        String hash = JsonFields.text(json, "hash");
        String kind = JsonFields.text(json, "record");
        return switch (kind) {
            case "seal" -> new AnchorRecord.Seal(run, at, entries, hash);
            case "deletion" -> new AnchorRecord.Deletion(run, at, entries, hash);
            default -> throw new AgentException("a record of the unknown kind '" + kind + "' among the seals");
        };
    }
}
