package dev.qwenagent.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.qwenagent.local.CacheFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** Commands about a model file, with a small model whose numbers a reference implementation recorded. */
final class ModelTrial {

    /** The name of the model's file in the working folder. */
    static final String MODEL = "m.gguf";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final CommandTrial trial;

    ModelTrial(Path temporary) throws IOException {
        trial = new CommandTrial(temporary).with(CacheFolder.VARIABLE, temporary.resolve("cache").toString());
        Files.write(trial.working().resolve(MODEL), bytes("qwen3-q4_0.gguf"));
    }

    CommandTrial commands() {
        return trial;
    }

    /** Does a command that succeeds with {@code --json}, and reads what it prints. */
    JsonNode json(String... arguments) throws IOException {
        String[] all = new String[arguments.length + 2];
        all[0] = "model";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 1] = "--json";
        int exit = trial.execute(all);
        if (exit != 0) {
            throw new AssertionError("exit code " + exit + ": " + trial.err());
        }
        return JSON.readTree(trial.out().lines().toList().getLast());
    }

    /** What the reference computed for the prompts. */
    static JsonNode golden() throws IOException {
        try (InputStream in = new GZIPInputStream(open("qwen3-q4_0.dequant-f32.json.gz"))) {
            return JSON.readTree(in).get("prompts");
        }
    }

    static JsonNode resource(String name) throws IOException {
        return JSON.readTree(bytes(name));
    }

    static byte[] bytes(String name) throws IOException {
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        }
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(ModelTrial.class.getResourceAsStream("/golden/" + name), name);
    }

    /** A file of the GGUF format, version 3, that holds a chat template and nothing else. */
    static byte[] fileWithTemplate(String template) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(little(4, 3));
        file.writeBytes(little(8, 0));
        file.writeBytes(little(8, 1));
        text(file, "tokenizer.chat_template");
        file.writeBytes(little(4, 8));
        text(file, template);
        file.writeBytes(new byte[-file.size() & 31]);
        return file.toByteArray();
    }

    private static void text(ByteArrayOutputStream file, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        file.writeBytes(little(8, bytes.length));
        file.writeBytes(bytes);
    }

    private static byte[] little(int bytes, int value) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    }
}
