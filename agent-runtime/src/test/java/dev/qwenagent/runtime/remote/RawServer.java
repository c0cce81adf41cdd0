package dev.qwenagent.runtime.remote;

import dev.qwenagent.runtime.retry.RetryPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server that writes bytes as told, for faults that no real one makes on request. */
final class RawServer implements AutoCloseable {

    /** What is done with a connection once a request has been read from it. */
    @FunctionalInterface
    interface Answer {
        void write(Connection connection) throws IOException, InterruptedException;
    }

    /** One connection. */
    record Connection(InputStream in, OutputStream out) {

        /** The head of a stream in chunked encoding, with a request id. */
        void beginStream() throws IOException {
            send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nX-Request-Id: raw-1\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n");
        }

        void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.UTF_8));
        }

        void send(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        void chunk(byte[] bytes) throws IOException {
            if (bytes.length > 0) {
                send(Integer.toHexString(bytes.length) + "\r\n");
                send(bytes);
                send("\r\n");
            }
        }

        void chunk(String text) throws IOException {
            chunk(text.getBytes(StandardCharsets.UTF_8));
        }

        void endStream() throws IOException {
            send("0\r\n\r\n");
        }

        /** Waits until the client has closed the connection. */
        void awaitClose() {
            try {
                while (in.read() >= 0) {
                    // what a client still says is of no interest
                }
            } catch (IOException e) {
                // a reset is a close too
            }
        }
    }

    private final ServerSocket socket;
    private final Answer answer;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<String> bodies = new ArrayList<>();

    RawServer(Answer answer) {
        this.answer = answer;
        try {
            socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connection.setTcpNoDelay(true);
                open.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = connection.getInputStream();
            while (readRequest(in)) {
                answer.write(new Connection(in, connection.getOutputStream()));
            }
        } catch (IOException | InterruptedException e) {
            // the client has gone, or the test is over
        } finally {
            open.remove(connection);
        }
    }

    private boolean readRequest(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            head.append((char) next);
        }
        int length = head.toString()
                .lines()
                .filter(line -> line.toLowerCase().startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        synchronized (bodies) {
            bodies.add(body);
        }
        return true;
    }

    /** The bodies of the requests so far. */
    List<String> bodies() {
        synchronized (bodies) {
            return List.copyOf(bodies);
        }
    }

    /** Connections that neither side has closed. */
    int openConnections() {
        return open.size();
    }

    QwenChatModelBuilder builder(ServerFamily family) {
        return QwenChatModel.builder()
                .endpoint(new Endpoint(URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/v1"), family))
                .environment(Map.of())
                .apiKey(Secret.of(ChatServer.KEY))
                .retries(RetryPolicy.NONE)
                .modelName("qwen3-max");
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket connection : open) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
