package dev.qwenagent.local.grammar;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qwenagent.local.sampling.TokenMask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/** Writes documents under a grammar with random choices, and asks whether a document could be written. */
final class Documents {

    static final ObjectMapper JSON = new ObjectMapper()
            .configure(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY, true)
            .configure(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, true);

    private Documents() {}

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A document of random tokens, at most so many, each one that the mask allows. */
    static String random(Grammar grammar, Random random, int limit) {
        GrammarCursor cursor = grammar.begin();
        BytesOf text = new BytesOf(grammar);
        int left = limit;
        while (!cursor.isOver()) {
            int[] forced = cursor.forced(left);
            if (forced.length == 0) {
                TokenMask mask = cursor.mask();
                int token = choose(mask, random, grammar.vocabulary().trie().tokens());
                if (grammar.vocabulary().tokenizer().specialTokens().endsTurn(token)) {
                    break;
                }
                int[] ending = cursor.ending(token, left);
                forced = ending.length == 0 ? new int[]{token} : ending;
            }
            for (int token : forced) {
                cursor.accept(token);
                text.add(token);
                left--;
            }
            if (left <= 0 && cursor.mayEnd()) {
                break;
            }
            if (left < 0) {
                throw new IllegalStateException("over the limit: " + text);
            }
        }
        return text.toString();
    }

    /** Some token that is allowed; those behind a gap in the ids come more often, which does no harm. */
    private static int choose(TokenMask mask, Random random, int tokens) {
        int token = mask.next(random.nextInt(tokens));
        return token < 0 ? mask.next(0) : token;
    }

    /** Whether a text is a whole document. */
    static boolean accepts(Grammar grammar, String text) {
        GrammarCursor cursor = grammar.begin();
        return cursor.accepts(text.getBytes(StandardCharsets.UTF_8)) && cursor.mayEnd();
    }

    /** The ways to write a value in the layout and the order of properties of a schema. */
    static List<String> written(SchemaModel model, JsonNode value) {
        return arranged(model, model.root(), value).stream()
                .map(each -> JsonWriting.write(each, model.rules().layout()))
                .distinct()
                .toList();
    }

    private static List<JsonNode> arranged(SchemaModel model, SchemaSet set, JsonNode value) {
        List<JsonNode> found = new ArrayList<>();
        if (!value.isContainerNode()) {
            return List.of(value);
        }
        for (Shape shape : model.shapes(set)) {
            switch (shape) {
                case Shape.Sequence sequence when value.isArray() -> found.add(items(model, sequence, value));
                case Shape.Mapping mapping when value.isObject() -> found.add(properties(model, mapping, value));
                case Shape.Constants(List<JsonNode> values) -> values.stream()
                        .filter(each -> JsonWriting.same(each, value))
                        .forEach(found::add);
                default -> {
                }
            }
        }
        return found;
    }

    private static JsonNode items(SchemaModel model, Shape.Sequence shape, JsonNode value) {
        ArrayNode items = JSON.createArrayNode();
        for (int i = 0; i < value.size(); i++) {
            SchemaSet item = shape.item(i);
            items.add(item == null ? value.get(i) : first(arranged(model, item, value.get(i)), value.get(i)));
        }
        return items;
    }

    private static JsonNode properties(SchemaModel model, Shape.Mapping shape, JsonNode value) {
        ObjectNode arranged = JSON.createObjectNode();
        for (Shape.Property property : shape.properties()) {
            JsonNode own = value.get(property.name());
            if (own != null) {
                arranged.set(property.name(), first(arranged(model, property.value(), own), own));
            }
        }
        Iterator<String> names = value.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (!arranged.has(name)) {
                JsonNode own = value.get(name);
                SchemaSet of = shape.others()
                        .stream()
                        .filter(each -> each.names().accepts(name))
                        .map(Shape.Others::value)
                        .findFirst()
                        .orElse(null);
                arranged.set(name, of == null ? own : first(arranged(model, of, own), own));
            }
        }
        return arranged;
    }

    private static JsonNode first(List<JsonNode> some, JsonNode otherwise) {
        return some.isEmpty() ? otherwise : some.getFirst();
    }

    /** Tokens put together as bytes, since one may end inside a character. */
    private static final class BytesOf {

        private final Grammar grammar;
        private final ByteText bytes = new ByteText();

        BytesOf(Grammar grammar) {
            this.grammar = grammar;
        }

        void add(int token) {
            bytes.add(grammar.vocabulary().trie().bytes(token));
        }

        @Override
        public String toString() {
            return new String(bytes.toBytes(), StandardCharsets.UTF_8);
        }
    }
}
