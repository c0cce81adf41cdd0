package dev.qwenagent.runtime.permission;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.qwenagent.runtime.permission.PolicyDocument.Entries;
import dev.qwenagent.runtime.permission.PolicyDocument.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a policy key by key, so that every complaint has its line and column. Not thread-safe: one reader, one text. */
final class PolicyReader {

    private static final String KEYS = "version, profile, allow, ask, deny, confidential, untrusted";
    private static final String VERSION = "1";

    private final String name;
    private final FolderPatterns patterns;
    private final Map<Kind, Entries> lists = new EnumMap<>(Kind.class);
    private @Nullable Profile profile;

    private enum Kind {
        ALLOW, ASK, DENY, CONFIDENTIAL, UNTRUSTED
    }

    private PolicyReader(String name, FolderPatterns patterns) {
        this.name = name;
        this.patterns = patterns;
    }

    /**
     * Reads a text.
     *
     * @param name what complaints call it
     * @param patterns the folder that relative files are relative to
     * @throws PolicyFileException if it is no policy
     */
    static PolicyDocument read(String text, String name, FolderPatterns patterns) {
        PolicyReader reader = new PolicyReader(name, patterns);
        try (JsonParser yaml = new YAMLFactory().createParser(text)) {
            reader.read(yaml);
        } catch (JsonProcessingException e) {
            throw new PolicyFileException(reader.at(e.getLocation()) + "expected YAML, found "
                    + e.getOriginalMessage().lines().findFirst().orElse("something else")
                    + "; a rule that begins with * is written in quotes", e);
        } catch (IOException e) {
            throw new PolicyFileException(name + " cannot be read: " + e.getMessage(), e);
        }
        return new PolicyDocument(reader.profile, reader.list(Kind.ALLOW), reader.list(Kind.ASK),
                reader.list(Kind.DENY), reader.list(Kind.CONFIDENTIAL), reader.list(Kind.UNTRUSTED));
    }

    private Entries list(Kind kind) {
        return lists.getOrDefault(kind, Entries.NONE);
    }

    private void read(JsonParser yaml) throws IOException {
        JsonToken first = yaml.nextToken();
        if (first == null || first == JsonToken.VALUE_NULL) {
            expect(yaml, first == null || yaml.nextToken() == null, "one document");
            return;
        }
        expect(yaml, first == JsonToken.START_OBJECT, "the keys " + KEYS);
        Set<String> seen = new HashSet<>();
        while (yaml.nextToken() != JsonToken.END_OBJECT) {
            String key = yaml.currentName();
            expect(yaml, seen.add(key), "each key once");
            entry(yaml, key);
        }
        expect(yaml, yaml.nextToken() == null, "one document");
    }

    private void entry(JsonParser yaml, String key) throws IOException {
        int line = yaml.currentTokenLocation().getLineNr();
        switch (key) {
            case "version" -> {
                yaml.nextToken();
                expect(yaml, scalar(yaml).equals(VERSION), "version " + VERSION);
            }
            case "profile" -> {
                yaml.nextToken();
                profile = Profile.of(scalar(yaml)).orElse(null);
                expect(yaml, profile != null, "one of the profiles " + Profile.all());
            }
            case "allow", "ask", "deny", "confidential", "untrusted" -> {
                yaml.nextToken();
                lists.put(Kind.valueOf(key.toUpperCase(Locale.ROOT)), new Entries(line, rules(yaml)));
            }
            default -> expect(yaml, false, "one of the keys " + KEYS);
        }
    }

    private List<Entry> rules(JsonParser yaml) throws IOException {
        if (yaml.currentToken() == JsonToken.VALUE_NULL) {
            return List.of();
        }
        expect(yaml, yaml.currentToken() == JsonToken.START_ARRAY, "a list of rules, one a line after a dash");
        List<Entry> rules = new ArrayList<>();
        while (yaml.nextToken() != JsonToken.END_ARRAY) {
            String text = scalar(yaml);
            expect(yaml, !text.isEmpty(), "a rule such as file.read:docs/**");
            try {
                rules.add(new Entry(patterns.read(text), yaml.currentTokenLocation().getLineNr()));
            } catch (IllegalArgumentException e) {
                throw new PolicyFileException(at(yaml.currentTokenLocation()) + e.getMessage(), e);
            }
        }
        return rules;
    }

    private static String scalar(JsonParser yaml) throws IOException {
        boolean isScalar = yaml.currentToken() != null && yaml.currentToken().isScalarValue()
                && yaml.currentToken() != JsonToken.VALUE_NULL;
        return isScalar ? yaml.getText() : "";
    }

    private void expect(JsonParser yaml, boolean holds, String expected) throws IOException {
        if (!holds) {
            throw new PolicyFileException(at(yaml.currentTokenLocation()) + "expected " + expected + ", found "
                    + found(yaml));
        }
    }

    private static String found(JsonParser yaml) throws IOException {
        return switch (yaml.currentToken()) {
            case null -> "nothing";
            case START_ARRAY -> "a list";
            case START_OBJECT -> "keys of its own";
            case VALUE_NULL -> "nothing";
            default -> "'" + yaml.getText() + "'";
        };
    }

    private String at(@Nullable JsonLocation place) {
        return place == null ? name + ": "
                : name + ", line " + place.getLineNr() + ", column " + place.getColumnNr() + ": ";
    }
}
