package dev.qwenagent.tools.web;

import dev.qwenagent.api.resource.CanonicalUrl;
import dev.qwenagent.tools.Resource;

/**
 * A web address as an argument of a tool. Immutable.
 *
 * @param url its one spelling
 */
public record WebAddress(CanonicalUrl url) implements Resource {

    @Override
    public String canonicalName() {
        return url.toString();
    }

    @Override
    public String toString() {
        return canonicalName();
    }
}
