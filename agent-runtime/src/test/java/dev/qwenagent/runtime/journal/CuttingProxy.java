package dev.qwenagent.runtime.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to a server that is cut, at a word that the client says, at its answer, or anywhere. Each connection has two threads. */
public final class CuttingProxy implements AutoCloseable {

    /** What is done to a connection. */
    public enum Cut {
        /** The client's word does not reach the server. */
        BEFORE,
        /** The word reaches the server, its answer does not reach the client. */
        AFTER,
        /** From the word on nothing passes, and nobody is told. */
        SILENT
    }

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int port;
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile String word = "";
    private volatile Cut cut = Cut.BEFORE;
    private final AtomicInteger armed = new AtomicInteger();
    private volatile Random anywhere = new Random(1);
    private volatile int longest;

    /** A way to a port of this machine. */
    public CuttingProxy(int port) throws IOException {
        this.port = port;
        Thread.ofVirtual().start(this::accept);
    }

    /** Where it is entered. */
    public int port() {
        return server.getLocalPort();
    }

    /** How often it has cut. */
    public int cuts() {
        return cuts.get();
    }

    /** Cuts the next connections over which a word is said, as many as said. */
    public void cutAt(String newWord, Cut newCut, int times) {
        word = newWord;
        cut = newCut;
        armed.set(times);
    }

    /** Cuts nothing any more. */
    public void cutNothing() {
        longest = 0;
    }

    /** Cuts every connection after some bytes, fewer than said. */
    public void cutAnywhere(int longestLife, long seed) {
        anywhere = new Random(seed);
        longest = longestLife;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), port);
                var link = new Link(client, behind);
                Thread.ofVirtual().start(() -> link.pass(client, behind, true));
                Thread.ofVirtual().start(() -> link.pass(behind, client, false));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** One connection. */
    private final class Link {

        private final Socket client;
        private final Socket behind;
        private int life = Integer.MAX_VALUE;
        private volatile boolean dropsAnswers;
        private volatile boolean silent;

        Link(Socket client, Socket behind) {
            this.client = client;
            this.behind = behind;
        }

        /** How many of some bytes still pass. */
        private synchronized int passing(int bytes) {
            if (longest == 0) {
                return bytes;
            }
            if (life == Integer.MAX_VALUE) {
                life = anywhere.nextInt(longest);
            }
            int passing = Math.max(0, Math.min(bytes, life));
            life -= bytes;
            return passing;
        }

        void pass(Socket from, Socket to, boolean fromClient) {
            byte[] buffer = new byte[8192];
            try (from; to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read; (read = in.read(buffer)) >= 0;) {
                    int passing = passing(read);
                    if (passing < read) {
                        out.write(buffer, 0, passing);
                        cut();
                        return;
                    }
                    if (fromClient ? isStoppedAt(buffer, read) : dropsAnswers) {
                        cut();
                        return;
                    }
                    if (!silent) {
                        out.write(buffer, 0, read);
                    }
                }
            } catch (IOException e) {
                // The other half was cut.
            }
        }

        private boolean isStoppedAt(byte[] buffer, int length) {
            if (!new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains(word)
                    || armed.getAndUpdate(times -> Math.max(0, times - 1)) == 0) {
                return false;
            }
            switch (cut) {
                case BEFORE -> {
                    return true;
                }
                case AFTER -> dropsAnswers = true;
                case SILENT -> {
                    silent = true;
                    cuts.incrementAndGet();
                }
            }
            return false;
        }

        private void cut() throws IOException {
            cuts.incrementAndGet();
            client.close();
            behind.close();
        }
    }
}
