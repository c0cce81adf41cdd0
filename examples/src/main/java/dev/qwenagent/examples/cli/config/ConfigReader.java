package dev.qwenagent.examples.cli.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.qwenagent.examples.cli.config.ConfigKey.Trust;
import dev.qwenagent.examples.cli.shell.UsageException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a settings file key by key, so that every complaint has its line. */
final class ConfigReader {

    private final Path path;
    private final Trust reader;
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    /**
     * A reader of one file.
     *
     * @param reader whose file it is; {@link Trust#ANYBODY} for a project's
     */
    ConfigReader(Path path, Trust reader) {
        this.path = path;
        this.reader = reader;
    }

    Map<String, List<String>> read() {
        try (Reader text = Files.newBufferedReader(path); JsonParser yaml = new YAMLFactory().createParser(text)) {
            JsonToken first = yaml.nextToken();
            if (first != null && first != JsonToken.VALUE_NULL) {
                expect(yaml, first == JsonToken.START_OBJECT, "lines of the form 'key: value'");
                while (yaml.nextToken() != JsonToken.END_OBJECT) {
                    setting(yaml);
                }
            }
        } catch (JsonProcessingException e) {
            throw new UsageException(path + ", line " + e.getLocation().getLineNr() + ": expected YAML, found "
                    + e.getOriginalMessage().lines().findFirst().orElse("something else"), e);
        } catch (IOException e) {
            throw new UsageException("settings file " + path + " cannot be read: " + e, e);
        }
        return values;
    }

    private void setting(JsonParser yaml) throws IOException {
        String name = yaml.currentName();
        ConfigKey key = ConfigKey.of(name)
                .orElseThrow(() -> new UsageException(
                        at(yaml) + "expected one of the keys " + ConfigKey.all() + "; found '" + name + "'"));
        if (reader == Trust.ANYBODY && key.trust() == Trust.USER) {
            throw new UsageException(at(yaml) + "a project's file cannot set '" + name
                    + "', since it comes with other people's work; put it in your own config.yaml or use --" + name);
        }
        if (values.containsKey(name)) {
            throw new UsageException(at(yaml) + "expected each key once, found '" + name + "' again");
        }
        JsonToken token = yaml.nextToken();
        List<String> found = new ArrayList<>();
        if (token == JsonToken.START_ARRAY && key.kind().isList()) {
            while (yaml.nextToken() != JsonToken.END_ARRAY) {
                found.add(value(yaml, key));
            }
        } else {
            found.add(value(yaml, key));
        }
        if (!found.isEmpty()) {
            values.put(name, found);
        }
    }

    private String value(JsonParser yaml, ConfigKey key) throws IOException {
        boolean scalar = yaml.currentToken().isScalarValue() && yaml.currentToken() != JsonToken.VALUE_NULL;
        String text = scalar ? yaml.getText() : "";
        expect(yaml, scalar && key.kind().accepts(text), "'" + key.text() + "' to be " + key.kind().expected());
        return text;
    }

    private void expect(JsonParser yaml, boolean holds, String expected) throws IOException {
        if (!holds) {
            throw new UsageException(at(yaml) + "expected " + expected + ", found " + found(yaml));
        }
    }

    private static String found(JsonParser yaml) throws IOException {
        return switch (yaml.currentToken()) {
            case START_ARRAY -> "a list";
            case START_OBJECT -> "keys of its own";
            case VALUE_NULL -> "nothing";
            default -> "'" + yaml.getText() + "'";
        };
    }

    private String at(JsonParser yaml) {
        return path + ", line " + yaml.currentTokenLocation().getLineNr() + ": ";
    }
}
