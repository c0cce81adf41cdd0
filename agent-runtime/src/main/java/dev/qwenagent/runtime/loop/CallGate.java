package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.RunCancelledException;
import dev.qwenagent.api.tool.Admission;
import dev.qwenagent.api.tool.BoundCall;
import dev.qwenagent.api.tool.GrantedCall;
import dev.qwenagent.api.tool.Occasion;
import dev.qwenagent.api.tool.PermissionGate;
import dev.qwenagent.api.tool.Scope;
import java.util.concurrent.locks.ReentrantLock;

/** The gate for calls that run together: it judges one after the other, and so a person is asked one thing at a time. Thread-safe. */
final class CallGate {

    private final PermissionGate gate;
    private final ReentrantLock judging = new ReentrantLock(true);

    CallGate(PermissionGate gate) {
        this.gate = gate;
    }

    /**
     * Judges a call, see {@link PermissionGate#admit}.
     *
     * @throws RunCancelledException if the run is cancelled while a person is asked; nothing is granted
     */
    Admission admit(BoundCall call, Occasion occasion) {
        try {
            judging.lockInterruptibly();
            try {
                return gate.admit(call, occasion);
            } finally {
                judging.unlock();
            }
        } catch (InterruptedException e) {
            throw new RunCancelledException();
        }
    }

    /**
     * Judges a scope for a call under way, see {@link PermissionGate#authorize}.
     *
     * @param check throws if it is too late by the time it is this call's turn
     * @throws InterruptedException if the calling thread is interrupted meanwhile
     */
    void authorize(GrantedCall granted, Scope scope, Occasion occasion, Runnable check) throws InterruptedException {
        judging.lockInterruptibly();
        try {
            check.run();
            gate.authorize(granted, scope, occasion);
        } finally {
            judging.unlock();
        }
    }
}
