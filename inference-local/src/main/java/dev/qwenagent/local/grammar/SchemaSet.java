package dev.qwenagent.local.grammar;

import java.util.Set;

/**
 * Schemas all of which a value has to fit, before anything is worked out of them. Two of the same schemas are equal, which
 * is what ends recursion.
 */
record SchemaSet(Set<SchemaNode> schemas) {

    SchemaSet {
        schemas = Set.copyOf(schemas);
    }
}
