package dev.qwenagent.runtime.attack;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real server on an address of this machine that keeps what was asked of it. */
final class TrapServer implements AutoCloseable {

    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private TrapServer(HttpServer server) {
        this.server = server;
    }

    /** A server on an address; port 0 for any. {@code /to} redirects to what its query is, {@code /loop} to itself. */
    static TrapServer on(String address, int port) throws IOException {
        TrapServer trap = new TrapServer(
                HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), port), 0));
        trap.server.createContext("/", exchange -> {
            trap.requests.add(exchange.getRequestHeaders().getFirst("Host") + exchange.getRequestURI());
            String query = exchange.getRequestURI().getQuery();
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/to") || path.equals("/loop")) {
                exchange.getResponseHeaders().add("Location", path.equals("/to") ? query : path);
                exchange.sendResponseHeaders(302, -1);
            } else {
                byte[] body = "served".getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "text/plain");
                exchange.sendResponseHeaders(200, body.length);
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            }
            exchange.close();
        });
        trap.server.start();
        return trap;
    }

    int port() {
        return server.getAddress().getPort();
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
