package dev.qwenagent.tools.web;

import dev.qwenagent.api.resource.CanonicalUrl;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ToolContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Fetches a page, one judged step at a time: the address is judged before its name is looked up, the addresses behind the name
 * before one of them is connected to, and a redirect is a new address. The client is given the judged addresses and no others,
 * follows nothing by itself, uses no proxy, and keeps neither connections nor cookies from one step to the next. Thread-safe.
 */
final class PageFetcher {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final WebLimits limits;
    private final HostResolver resolver;

    PageFetcher(WebLimits limits, HostResolver resolver) {
        this.limits = limits;
        this.resolver = resolver;
    }

    /** What a step came to. */
    private sealed interface Step {
        record Page(String text) implements Step {}

        record Redirect(CanonicalUrl to) implements Step {}
    }

    /**
     * The text of a page.
     *
     * @param start an address whose scope has been granted
     */
    String fetch(CanonicalUrl start, ToolContext context) throws IOException {
        CanonicalUrl url = start;
        for (int redirects = 0; redirects <= limits.redirects(); redirects++) {
            if (redirects > 0) {
                context.authorize(new Scope("net", "get", url.toString()));
            }
            switch (step(url, judged(url, context), context)) {
                case Step.Page(String text) -> {
                    return text;
                }
                case Step.Redirect(CanonicalUrl to) -> url = to;
            }
        }
        throw new IOException(start + " leads through more than " + limits.redirects() + " redirects");
    }

    private List<InetAddress> judged(CanonicalUrl url, ToolContext context) throws IOException {
        List<InetAddress> addresses;
        try {
            addresses = url.host().address().isPresent() ? List.of(url.host().address().get())
                    : List.copyOf(resolver.resolve(url.host().text()));
        } catch (UnknownHostException e) {
            throw new IOException("there is no host " + url.host(), e);
        }
        for (InetAddress address : addresses) {
            if (!PublicAddresses.contains(address)) {
                context.authorize(new Scope("lan", "connect", address.getHostAddress() + ":" + url.port()));
            }
        }
        return addresses;
    }

    private Step step(CanonicalUrl url, List<InetAddress> addresses, ToolContext context) throws IOException {
        OkHttpClient client = new OkHttpClient.Builder()
                .dns(host -> addressesOf(host, url, addresses))
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .followSslRedirects(false)
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.MILLISECONDS))
                .callTimeout(limits.time())
                .build();
        Call call = client.newCall(request(url));
        try (var _ = context.cancellation().onCancel(call::cancel); Response response = call.execute()) {
            String location = response.header("Location");
            if (REDIRECTS.contains(response.code()) && location != null) {
                return new Step.Redirect(redirected(url, location));
            }
            if (!response.isSuccessful()) {
                throw new IOException(url + " was answered with status " + response.code());
            }
            return new Step.Page(PageText.of(response.body(), limits.bytes()));
        } catch (IOException e) {
            context.cancellation().throwIfCancelled();
            throw e;
        }
    }

    private static List<InetAddress> addressesOf(String host, CanonicalUrl url, List<InetAddress> addresses)
            throws UnknownHostException {
        if (!host.equals(url.host().text())) {
            throw new UnknownHostException(host + " is not the host that was judged");
        }
        return addresses;
    }

    /** The client reads the address once more; what it reads has to be what was judged. */
    private static Request request(CanonicalUrl url) throws IOException {
        HttpUrl read = HttpUrl.parse(url.toString());
        if (read == null || !CanonicalUrl.of(read.toString()).equals(url)) {
            throw new IOException(url + " is not an address that can be fetched");
        }
        return new Request.Builder().url(read).header("User-Agent", "qwen-agent").build();
    }

    private static CanonicalUrl redirected(CanonicalUrl from, String location) throws IOException {
        try {
            return from.redirected(location);
        } catch (IllegalArgumentException e) {
            throw new IOException(from + " redirects to what is no address: " + e.getMessage(), e);
        }
    }
}
