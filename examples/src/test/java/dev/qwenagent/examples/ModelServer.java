package dev.qwenagent.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** A server on this machine that lists its models, and answers one request after the other as told. */
final class ModelServer implements AutoCloseable {

    private static final String LIST = "{\"data\":[{\"id\":\"qwen3\"},{\"id\":\"qwen3-vl\"}]}";

    private final HttpServer server;
    private final Queue<String> answers;
    private volatile String authorization = "";
    private volatile String body = "";

    /** A server with these streams of events. */
    ModelServer(String... streams) throws IOException {
        answers = new ArrayDeque<>(List.of(streams));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/models", exchange -> answer(exchange, "application/json", LIST));
        server.createContext("/v1/chat/completions",
                exchange -> answer(exchange, "text/event-stream", answers.remove()));
        server.start();
    }

    private void answer(HttpExchange exchange, String type, String text) throws IOException {
        authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** A stream of one event, with this delta and reason to stop. */
    static String stream(String delta, String reason) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":\"" + reason
                + "\"}]}\n\ndata: [DONE]\n\n";
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    String lastAuthorization() {
        return authorization;
    }

    String lastBody() {
        return body;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
