package dev.qwenagent.local.chat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Conversations rendered by the reference implementation with the templates of the Qwen families. */
public final class GoldenChats {

    private static final String FOLDER = "/golden/chat_template/";

    private GoldenChats() {}

    /** One conversation under one template: the text it renders to, or the error that it raises. */
    public record Case(String template, JsonNode conversation, JsonNode expected) {

        public boolean fails() {
            return expected.has("error");
        }

        @Override
        public String toString() {
            return template + " / " + conversation.get("name").asText();
        }
    }

    public static List<Case> cases() {
        JsonNode golden = read();
        List<Case> cases = new ArrayList<>();
        golden.get("expected")
                .properties()
                .forEach(template -> golden.get("cases")
                        .forEach(conversation -> cases.add(new Case(template.getKey(), conversation,
                                template.getValue().get(conversation.get("name").asText())))));
        return cases;
    }

    private static JsonNode read() {
        ObjectMapper json = new ObjectMapper().enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);
        try (InputStream in = new GZIPInputStream(open("chat-template-cases.json.gz"))) {
            return json.readTree(in);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The source of a template, by its name without ending. */
    public static String template(String name) {
        try (InputStream in = open("templates/" + name + ".jinja")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static InputStream open(String name) throws IOException {
        InputStream in = GoldenChats.class.getResourceAsStream(FOLDER + name);
        if (in == null) {
            throw new IOException("no resource " + FOLDER + name);
        }
        return in;
    }
}
