package dev.qwenagent.local.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** What a reference implementation computed for a model: the scores and the greedy continuation of some prompts. */
public record Golden(List<Prompt> prompts) {

    /**
     * One prompt.
     *
     * @param topIds the likeliest tokens after each position; only the first where the reference kept no more
     * @param topLogits their scores; empty where the reference kept none
     */
    public record Prompt(String name, int[] tokens, float[] lastLogits, int[][] topIds, float[][] topLogits,
            int[] greedy, float[] afterGreedy) {

        @Override
        public String toString() {
            return name;
        }
    }

    /** The file of a model among the test resources. */
    public static Path model(String name) {
        try {
            URL url = Objects.requireNonNull(Golden.class.getResource("/golden/" + name + ".gguf"), name);
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The reference's results of this name. */
    public static Golden of(String name) {
        try (InputStream in = new GZIPInputStream(
                Objects.requireNonNull(Golden.class.getResourceAsStream("/golden/" + name + ".json.gz"), name))) {
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The reference's results in a file. */
    static Golden at(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Golden read(InputStream in) throws IOException {
        List<Prompt> prompts = new ArrayList<>();
        for (JsonNode prompt : new ObjectMapper().readTree(in).get("prompts")) {
            prompts.add(prompt(prompt));
        }
        return new Golden(List.copyOf(prompts));
    }

    private static Prompt prompt(JsonNode node) {
        int n = node.get("n").asInt();
        int[][] ids = new int[n][];
        float[][] logits = new float[n][];
        for (int i = 0; i < n; i++) {
            if (node.has("top10")) {
                ids[i] = ints(node.get("top10").get(i).get("ids"));
                logits[i] = floats(node.get("top10").get(i).get("logits"));
            } else {
                ids[i] = new int[]{node.get("argmax_per_position").get(i).asInt()};
                logits[i] = new float[0];
            }
        }
        return new Prompt(node.get("name").asText(), ints(node.get("tokens")), floats(node.get("logits_last")), ids,
                logits, ints(node.get("greedy")),
                floats(node.get("after_greedy_logits_last")));
    }

    private static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asInt();
        }
        return values;
    }

    private static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).floatValue();
        }
        return values;
    }
}
