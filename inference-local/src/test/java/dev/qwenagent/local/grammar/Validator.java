package dev.qwenagent.local.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

/** Another project's reading of JSON Schema. Formats are checked. */
public record Validator(Schema schema) {

    private static final SchemaRegistry REGISTRY = SchemaRegistry
            .withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    public static Validator of(JsonNode schema) {
        return new Validator(REGISTRY.getSchema(schema.toString()));
    }

    /** What is wrong with a document, formats included; empty if nothing is. */
    public String problems(String document) {
        return problems(document, true);
    }

    /** The same, with formats or without. */
    String problems(String document, boolean formats) {
        var errors = schema.validate(document, InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(formats)));
        return errors.isEmpty() ? "" : errors.toString();
    }
}
