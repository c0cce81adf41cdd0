package dev.qwenagent.tools.web;

import dev.langchain4j.agent.tool.Tool;
import dev.qwenagent.api.label.Label.Integrity;
import dev.qwenagent.api.resource.CanonicalUrl;
import dev.qwenagent.api.tool.ToolContext;
import dev.qwenagent.tools.Idempotent;
import dev.qwenagent.tools.MayAuthorize;
import dev.qwenagent.tools.RequiresScope;
import dev.qwenagent.tools.ResourceResolver;
import dev.qwenagent.tools.Returns;
import java.io.IOException;

/**
 * Pages of the web. Scope {@code net.get} with the canonical address, for the call and again for each redirect; and
 * {@code lan.connect} with {@code address:port} for every address that is not on the public internet, so that a rule about web
 * pages alone never reaches this machine or its network. What comes back is untrusted. Thread-safe.
 */
@Returns(integrity = Integrity.UNTRUSTED)
public final class WebTools implements ResourceResolver<WebAddress> {

    private final PageFetcher fetcher;

    /** Web tools with the limits of {@link WebLimits#DEFAULT} and the system's names. */
    public WebTools() {
        this(WebLimits.DEFAULT, HostResolver.SYSTEM);
    }

    /** Web tools with limits and names of one's own. */
    public WebTools(WebLimits limits, HostResolver resolver) {
        this.fetcher = new PageFetcher(limits, resolver);
    }

    @Override
    public Class<WebAddress> resourceType() {
        return WebAddress.class;
    }

    @Override
    public WebAddress resolve(String text) {
        return new WebAddress(CanonicalUrl.of(text));
    }

    /** The text of a page; a picture or another file that is no text is refused. */
    @Tool(name = "http_get", value = "Fetch the text of a web address")
    @Idempotent
    @RequiresScope(value = "net.get", resource = "{url}")
    @MayAuthorize("lan.connect")
    public String get(WebAddress url, ToolContext context) throws IOException {
        return fetcher.fetch(url.url(), context);
    }
}
