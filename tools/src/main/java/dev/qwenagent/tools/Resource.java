package dev.qwenagent.tools;

/** Something that calls touch and rules are about, such as a file. */
public interface Resource {

    /** The one name by which rules know it, whatever the model called it. */
    String canonicalName();
}
