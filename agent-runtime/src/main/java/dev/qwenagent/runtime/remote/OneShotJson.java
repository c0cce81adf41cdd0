package dev.qwenagent.runtime.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** A JSON body that is sent once: the client must not send it again by itself when a connection breaks. */
final class OneShotJson extends RequestBody {

    private final byte[] bytes;

    OneShotJson(ObjectNode json) {
        this.bytes = json.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public MediaType contentType() {
        return MediaType.get("application/json");
    }

    @Override
    public long contentLength() {
        return bytes.length;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        sink.write(bytes);
    }

    @Override
    public boolean isOneShot() {
        return true;
    }
}
