package dev.qwenagent.runtime.telemetry;

import io.opentelemetry.context.Context;
import java.util.concurrent.Callable;

/** Hands on what is being traced to another thread, as OpenTelemetry cannot by itself. */
public final class TraceContext {

    private TraceContext() {}

    /** Work that is part of what this thread is at, wherever it is done; the same work, if this thread is at nothing. */
    public static <V> Callable<V> carry(Callable<V> work) {
        Context here = Context.current();
        return here == Context.root() ? work : here.wrap(work);
    }

    /** Work that is part of what this thread is at, see {@link #carry(Callable)}. */
    public static Runnable carry(Runnable work) {
        Context here = Context.current();
        return here == Context.root() ? work : here.wrap(work);
    }
}
