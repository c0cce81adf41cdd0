package dev.qwenagent.local.grammar;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Schemas all of which a value has to fit, before anything is worked out of them. They keep their
 * order, which is that of the properties in a document. Two of the same schemas are equal, whatever the order, which
 * is what ends recursion.
 */
record SchemaSet(Set<SchemaNode> schemas) {

    SchemaSet {
        schemas = Collections.unmodifiableSet(new LinkedHashSet<>(schemas));
    }
}
