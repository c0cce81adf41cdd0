package dev.qwenagent.runtime.remote;

import java.net.URI;
import java.util.Map;

/**
 * Where a server is and of which kind.
 *
 * @param baseUrl the address to which {@code /chat/completions} is appended
 * @param family how the server is spoken to
 */
public record Endpoint(
        URI baseUrl,
        ServerFamily family) {

    private static final String ADDRESS_VARIABLE = "DASHSCOPE_BASE_URL";

    /** The regions of Model Studio with a host of their own; others are reached by workspace. A key works in the region it was made in and in no other. */
    public enum Region {

        BEIJING("dashscope.aliyuncs.com"),
        SINGAPORE("dashscope-intl.aliyuncs.com"),
        US_VIRGINIA("dashscope-us.aliyuncs.com"),
        HONG_KONG("cn-hongkong.dashscope.aliyuncs.com");

        private final String host;

        Region(String host) {
            this.host = host;
        }
    }

    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException if it is not an http or https address, or carries a user name or a query, which would
     *         end up in messages
     */
    public Endpoint {
        boolean web = "https".equals(baseUrl.getScheme()) || "http".equals(baseUrl.getScheme());
        if (!web || baseUrl.getHost() == null) {
            throw new IllegalArgumentException(
                    "endpoint '" + baseUrl + "': expected an address such as http://localhost:8000/v1");
        }
        if (baseUrl.getUserInfo() != null) {
            throw new IllegalArgumentException("endpoint at " + baseUrl.getHost()
                    + ": expected no user name or password in the address; give the key separately");
        }
        if (baseUrl.getRawQuery() != null || baseUrl.getRawFragment() != null) {
            throw new IllegalArgumentException("endpoint at " + baseUrl.getHost()
                    + ": expected an address without ? and #, to which /chat/completions is appended; give the key"
                    + " separately");
        }
    }

    /** Model Studio in a region. */
    public static Endpoint modelStudio(Region region) {
        return modelStudioAt(region.host);
    }

    /**
     * Model Studio at a workspace's own host.
     *
     * @param workspace the workspace's id
     * @param region the region's id as the service writes it, such as {@code eu-central-1}
     */
    public static Endpoint modelStudio(String workspace, String region) {
        return modelStudioAt(workspace + "." + region + ".maas.aliyuncs.com");
    }

    private static Endpoint modelStudioAt(String host) {
        return new Endpoint(URI.create("https://" + host + "/compatible-mode/v1"), ServerFamily.MODEL_STUDIO);
    }

    /**
     * Model Studio at the address in the environment variable {@code DASHSCOPE_BASE_URL}, in Beijing if that is not set.
     *
     * @throws IllegalArgumentException if the variable holds something else than an address; names the variable
     */
    public static Endpoint modelStudio(Map<String, String> environment) {
        String address = environment.getOrDefault(ADDRESS_VARIABLE, "").strip();
        if (address.isEmpty()) {
            return modelStudio(Region.BEIJING);
        }
        try {
            return new Endpoint(URI.create(address), ServerFamily.MODEL_STUDIO);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    ADDRESS_VARIABLE + " is no address; expected one such as "
                            + modelStudio(Region.SINGAPORE).baseUrl(),
                    e);
        }
    }

    /**
     * A server that speaks OpenAI's chat completions, with the switch for thinking in its chat template. One whose kind is
     * known is told in its own way by {@code new Endpoint(baseUrl, family)}.
     */
    public static Endpoint openAi(URI baseUrl) {
        return new Endpoint(baseUrl, ServerFamily.CHAT_TEMPLATE);
    }

    /** The address that requests go to. */
    URI chatCompletions() {
        return under("chat/completions");
    }

    /** The address of the list of models. */
    URI models() {
        return under("models");
    }

    private URI under(String path) {
        String base = baseUrl.toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + path);
    }

    /** The server's name for messages. */
    String title() {
        return family == ServerFamily.MODEL_STUDIO ? "Model Studio (" + baseUrl.getHost() + ")" : baseUrl.toString();
    }
}
