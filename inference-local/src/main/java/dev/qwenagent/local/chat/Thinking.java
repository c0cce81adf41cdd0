package dev.qwenagent.local.chat;

/** Whether a model is asked to think before it answers. */
public enum Thinking {

    /** Whatever the template does when it is not told. */
    AUTO,

    /** The model thinks, if its template knows the choice. */
    ON,

    /** The model answers at once; a template of a model that always thinks may refuse. */
    OFF
}
