package dev.qwenagent.runtime.loop;

/** Where the work of a run is done, what its models and its tools do included. */
public enum Workplace {

    /**
     * On a virtual thread of the run's own. The caller gets the result in time whatever a model or a tool does: one that does not
     * heed the interruption of its thread is left behind.
     */
    OWN_THREAD,

    /**
     * On the thread that started the run: what is bound to that thread, such as a transaction or a security context, is there for
     * tools. A cancellation or a time limit interrupts it, and the run ends no sooner than the model or the tool does.
     */
    CALLING_THREAD
}
