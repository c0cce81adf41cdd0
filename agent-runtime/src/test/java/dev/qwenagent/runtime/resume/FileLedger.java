package dev.qwenagent.runtime.resume;

import dev.langchain4j.agent.tool.Tool;
import dev.qwenagent.api.tool.ToolContext;
import dev.qwenagent.tools.Idempotent;
import dev.qwenagent.tools.RequiresScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;

/**
 * Effects that outlive the process: each is a line with the call's key in a file, forced to the disk. What a call is about to
 * do and has done is announced, so that somebody can kill the process in between.
 */
public final class FileLedger {

    private final Path paid;
    private final Path set;
    private final Consumer<String> announce;

    FileLedger(Path folder, Consumer<String> announce) {
        this.paid = folder.resolve("paid");
        this.set = folder.resolve("set");
        this.announce = announce;
    }

    /** Twice is twice. */
    @Tool("Pay an invoice")
    @RequiresScope(value = "bank.pay", resource = "{invoice}")
    public String pay(int invoice, ToolContext context) {
        return effect("pay", paid, invoice, context.idempotencyKey());
    }

    /** Twice is once, to whoever knows the key. */
    @Tool("Set the state of an invoice")
    @RequiresScope(value = "bank.set", resource = "{invoice}")
    @Idempotent
    public String set(int invoice, ToolContext context) {
        return effect("set", set, invoice, context.idempotencyKey());
    }

    private String effect(String what, Path file, int invoice, String key) {
        announce.accept("entered " + what + " " + invoice);
        append(file, key);
        announce.accept("done " + what + " " + invoice);
        return what + " " + invoice;
    }

    private static void append(Path file, String key) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            channel.write(ByteBuffer.wrap((key + "\n").getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The keys of payments that were made, in order. */
    static List<String> paid(Path folder) throws IOException {
        return lines(folder.resolve("paid"));
    }

    /** The keys under which states were set, in order. */
    static List<String> set(Path folder) throws IOException {
        return lines(folder.resolve("set"));
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
