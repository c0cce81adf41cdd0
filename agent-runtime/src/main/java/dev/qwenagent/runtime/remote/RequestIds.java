package dev.qwenagent.runtime.remote;

import java.util.List;
import okhttp3.Response;

/** The header in which a server names a request, so that its operators can find it. */
final class RequestIds {

    private static final List<String> HEADERS = List.of("x-request-id", "x-dashscope-request-id", "x-acs-request-id");

    private RequestIds() {}

    /** The name; empty if there is none. */
    static String of(Response response) {
        return HEADERS.stream()
                .map(name -> response.header(name, ""))
                .filter(id -> !id.isBlank())
                .findFirst()
                .orElse("");
    }
}
