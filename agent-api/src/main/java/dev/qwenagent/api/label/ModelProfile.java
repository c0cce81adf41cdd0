package dev.qwenagent.api.label;

import dev.qwenagent.api.label.Label.Confidentiality;

/**
 * Where a model runs and what it may see. Immutable.
 *
 * @param name the model's name, as people wrote it
 * @param residence where it runs
 * @param clearance the most confidential data that it may see
 */
public record ModelProfile(String name, Residence residence, Confidentiality clearance) {

    /** Where a model runs. */
    public enum Residence {
        /** In this process: nothing leaves it. */
        IN_PROCESS,
        /** On a server. */
        REMOTE
    }

    /** A model in this process, which may see everything. */
    public static ModelProfile inProcess(String name) {
        return new ModelProfile(name, Residence.IN_PROCESS, Confidentiality.CONFIDENTIAL);
    }

    /** A model on a server, which may see nothing confidential. */
    public static ModelProfile remote(String name) {
        return new ModelProfile(name, Residence.REMOTE, Confidentiality.PUBLIC);
    }

    /** Whether the model may see data with this label. */
    public boolean mayRead(Label label) {
        return label.confidentiality().compareTo(clearance) <= 0;
    }
}
