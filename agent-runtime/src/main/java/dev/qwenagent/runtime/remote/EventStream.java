package dev.qwenagent.runtime.remote;

import dev.langchain4j.model.chat.response.StreamingHandle;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import okhttp3.Call;
import okhttp3.Response;

/**
 * A call under way. A virtual thread of its own reads, so that the caller waits in a queue, which an interrupt or a
 * cancellation ends at once, and not in a socket, which neither does.
 */
final class EventStream implements StreamingHandle, AutoCloseable {

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
    private static final String DONE = "[DONE]";

    private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(ITEMS_AHEAD);
    private final Call call;
    private final Thread reader;
    private volatile boolean cancelled;

    private EventStream(Call call, OtherAnswer otherAnswer) {
        this.call = call;
        this.reader = Thread.ofVirtual().name("qwen-chat-stream").unstarted(() -> read(otherAnswer));
    }

    /** Sends the call and begins to read. */
    static EventStream open(Call call, OtherAnswer otherAnswer) {
        EventStream stream = new EventStream(call, otherAnswer);
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
            if (!response.isSuccessful() || !mayBeEvents(response)) {
                items.put(new Item.Data(otherAnswer.body(response)));
                return new Item.End();
            }
            ServerSentEvents events = new ServerSentEvents(response.body().source());
            for (String data = events.next(); data != null; data = events.next()) {
                if (data.equals(DONE)) {
                    return new Item.Done();
                }
                items.put(new Item.Data(data));
            }
            return new Item.End();
        } catch (IOException | RuntimeException e) {
            return new Item.Failed(e);
        }
    }

    /** A server that does not say what it sends is taken at its word that it streams. */
    private static boolean mayBeEvents(Response response) {
        String type = response.header("Content-Type");
        return type == null || type.startsWith("text/event-stream");
    }

    /** Waits for what comes next; the end, once cancelled. */
    Item next() throws InterruptedException {
        Item item = items.take();
        return cancelled ? new Item.End() : item;
    }

    /** Ends the call at once, from any thread. */
    @Override
    public void cancel() {
        cancelled = true;
        close();
        items.clear();
        items.offer(new Item.End());
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    /** Closes the connection, or gives it back if the answer was read to its end. */
    @Override
    public void close() {
        call.cancel();
        reader.interrupt();
    }
}
