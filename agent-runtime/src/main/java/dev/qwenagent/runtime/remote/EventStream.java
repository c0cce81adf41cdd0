package dev.qwenagent.runtime.remote;

import dev.qwenagent.runtime.telemetry.TraceContext;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import okhttp3.Call;
import okhttp3.Response;

/**
 * A call under way. A virtual thread of its own reads, so that the caller waits in a queue, which an interrupt or a
 * cancellation ends at once, and not in a socket, which neither does. What was read ahead of the caller is bounded in number
 * and in length.
 */
final class EventStream implements AutoCloseable {

    /** What the reader hands over. */
    sealed interface Item {

        /** The data of one event, or the whole body of an answer that is not a stream. */
        record Data(String json) implements Item {}

        /** The server has said that the answer is complete. */
        record Done() implements Item {}

        /** The end of what the server sent. */
        record End() implements Item {}

        /** The failure that ended it. */
        record Failed(Exception cause) implements Item {}
    }

    /** Turns a response that is no stream of events into its one body, or a failure. */
    @FunctionalInterface
    interface OtherAnswer {
        String body(Response response) throws IOException;
    }

    private static final int ITEMS_AHEAD = 64;
    private static final int CHARACTERS_AHEAD = 4 << 20;
    private static final String DONE = "[DONE]";

    private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(ITEMS_AHEAD);
    private final Semaphore room = new Semaphore(CHARACTERS_AHEAD);
    private final Call call;
    private final long longestReply;
    private final Thread reader;
    private volatile String requestId = "";
    private volatile boolean cancelled;

    private EventStream(Call call, long longestReply, OtherAnswer otherAnswer) {
        this.call = call;
        this.longestReply = longestReply;
        this.reader = Thread.ofVirtual()
                .name("qwen-chat-stream")
                .unstarted(TraceContext.carry(() -> read(otherAnswer)));
    }

    /**
     * Sends the call and begins to read.
     *
     * @param longestReply characters of all events together; a stream that is longer fails
     */
    static EventStream open(Call call, long longestReply, OtherAnswer otherAnswer) {
        EventStream stream = new EventStream(call, longestReply, otherAnswer);
        stream.reader.start();
        return stream;
    }

    private void read(OtherAnswer otherAnswer) {
        try {
            items.put(readAll(otherAnswer));
        } catch (InterruptedException e) {
            // The caller has closed the stream; nobody waits for what comes.
            Thread.currentThread().interrupt();
        }
    }

    private Item readAll(OtherAnswer otherAnswer) throws InterruptedException {
        try (Response response = call.execute()) {
            requestId = RequestIds.of(response);
            if (!response.isSuccessful() || !mayBeEvents(response)) {
                items.put(new Item.Data(otherAnswer.body(response)));
                return new Item.End();
            }
            ServerSentEvents events = new ServerSentEvents(response.body().source());
            long length = 0;
            for (String data = events.next(); data != null; data = events.next()) {
                if (data.equals(DONE)) {
                    return new Item.Done();
                }
                length += data.length();
                if (length > longestReply) {
                    throw new OversizedStreamException("a reply longer than " + longestReply + " characters");
                }
                room.acquire(weight(data));
                items.put(new Item.Data(data));
            }
            return new Item.End();
        } catch (IOException | RuntimeException e) {
            return new Item.Failed(e);
        }
    }

    /** One event may be longer than all the room there is; it then waits until it is alone. */
    private static int weight(String data) {
        return Math.min(data.length(), CHARACTERS_AHEAD);
    }

    /** A server that does not say what it sends is taken at its word that it streams. */
    private static boolean mayBeEvents(Response response) {
        String type = response.header("Content-Type");
        return type == null || type.startsWith("text/event-stream");
    }

    /** Waits for what comes next; the end, once cancelled. */
    Item next() throws InterruptedException {
        Item item = items.take();
        if (item instanceof Item.Data(String data)) {
            room.release(weight(data));
        }
        return cancelled ? new Item.End() : item;
    }

    /** The server's name for the request, once it has answered; empty if it gave none. */
    String requestId() {
        return requestId;
    }

    /** Ends the call at once, from any thread. */
    void cancel() {
        cancelled = true;
        close();
        items.clear();
        items.offer(new Item.End());
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Closes the connection, or gives it back if the answer was read to its end. */
    @Override
    public void close() {
        call.cancel();
        reader.interrupt();
    }
}
