package dev.qwenagent.runtime;

import dev.qwenagent.api.event.AgentListener;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.runtime.telemetry.Telemetry;
import java.util.List;

/**
 * Where an agent's runs are told and written down.
 *
 * @param listeners who hears their events
 * @param journal where they are written
 * @param origin by which words the program that runs them can build the agent again; empty if it can not
 * @param telemetry how they are told to OpenTelemetry
 */
record Reporting(List<AgentListener> listeners, RunJournal journal, List<String> origin, Telemetry telemetry) {

    Reporting {
        listeners = List.copyOf(listeners);
        origin = List.copyOf(origin);
    }
}
