package dev.qwenagent.local.grammar;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A schema at a place of a document; equal by the place.
 *
 * @param path its JSON Pointer
 * @param json an object or a truth value
 */
record SchemaNode(String path, JsonNode json) {

    SchemaNode child(String keyword) {
        return new SchemaNode(path + "/" + keyword, json.get(keyword));
    }

    SchemaNode child(String keyword, String name) {
        return new SchemaNode(path + "/" + keyword + "/" + escaped(name), json.get(keyword).get(name));
    }

    SchemaNode child(String keyword, int index) {
        return new SchemaNode(path + "/" + keyword + "/" + index, json.get(keyword).get(index));
    }

    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    UnsupportedSchemaException refusal(String keyword, String reason) {
        return new UnsupportedSchemaException(keyword, path, reason);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SchemaNode that && path.equals(that.path);
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }
}
