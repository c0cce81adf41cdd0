package dev.qwenagent.local.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** The published Qwen3 tokenizer, and cases that the reference implementation encoded with it. */
public final class GoldenTokenizers {

    private GoldenTokenizers() {}

    /** The tokenizer of Qwen3 as published (151,643 tokens by 151,387 merges, and 26 added ones). */
    public static BpeTokenizer qwen3() {
        return Once.QWEN3;
    }

    private static final class Once {
        static final BpeTokenizer QWEN3 = BpeTokenizer.of(qwen3Vocabulary());
    }

    static Vocabulary qwen3Vocabulary() {
        JsonNode file = read("qwen3-tokenizer.json.gz");
        List<String> tokens = new ArrayList<>();
        List<TokenType> types = new ArrayList<>();
        file.at("/model/vocab").properties().forEach(entry -> {
            put(tokens, entry.getValue().asInt(), entry.getKey());
            put(types, entry.getValue().asInt(), TokenType.NORMAL);
        });
        int endOfSequence = 0;
        for (JsonNode added : file.get("added_tokens")) {
            int id = added.get("id").asInt();
            put(tokens, id, added.get("content").asText());
            put(types, id, added.get("special").asBoolean() ? TokenType.CONTROL : TokenType.USER_DEFINED);
            endOfSequence = added.get("content").asText().equals("<|im_end|>") ? id : endOfSequence;
        }
        List<String> merges = new ArrayList<>();
        file.at("/model/merges").forEach(merge -> merges.add(merge.get(0).asText() + " " + merge.get(1).asText()));
        return new Vocabulary(tokens, types, merges, PreTokenizer.QWEN2, endOfSequence);
    }

    private static <T> void put(List<T> list, int index, T value) {
        if (index != list.size()) {
            throw new IllegalStateException("the published vocabulary is written in the order of its ids, but " + index
                    + " follows " + list.size());
        }
        list.add(value);
    }

    /** A compressed JSON file beside this class. */
    static JsonNode read(String name) {
        try (InputStream file = Objects.requireNonNull(GoldenTokenizers.class.getResourceAsStream(name), name);
                InputStream json = new GZIPInputStream(file)) {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ids in a JSON array. */
    static int[] ids(JsonNode array) {
        int[] ids = new int[array.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = array.get(i).asInt();
        }
        return ids;
    }
}
