/**
 * What is known of a piece of data: who may see it, and whether it can be trusted. Labels only rise, and the runtime, not the
 * model, acts on them.
 *
 * <p>Labels begin where data comes in: a tool says what is known of its results ({@code Tool.resultLabel},
 * {@code Labelled}), rules say it of files and addresses ({@code ResourceLabels}), a task says it of what it carries beside
 * the user's own words, which are public and trusted. They are kept on the messages, so they go where the conversation goes:
 * past the model's window, into the store and out of it again, into the answer, its typed value and its summary, to another
 * agent and back. Two things follow. Confidential content reaches only models ({@link dev.qwenagent.api.label.ModelProfile})
 * and tools that are cleared for it. And once something untrusted has been read, nothing is written, sent or run without a
 * person's word, whatever the policy allows: {@code PermissionGate} names the source in its question. Only a person lowers a
 * label ({@link dev.qwenagent.api.label.Declassification}).
 *
 * <p><b>Where this comes from.</b> Data that may flow upwards in a lattice only: D. Denning, <i>A Lattice Model of Secure
 * Information Flow</i>, CACM 19(5), 1976. Integrity as the dual of confidentiality: K. Biba, <i>Integrity Considerations for
 * Secure Computer Systems</i>, MITRE MTR-3153, 1977. Labels on the messages of a language-model agent, joined as it reads, and
 * checked by the planner's host before a consequential call: M. Costa et al., <i>Securing AI Agents with Information-Flow
 * Control</i> (FIDES), 2025. A trusted control flow that untrusted data cannot change, with capabilities on values: E.
 * Debenedetti et al., <i>Defeating Prompt Injections by Design</i> (CaMeL), 2025.
 *
 * <p><b>Where this is coarser.</b>
 * <ul>
 * <li>Two levels of each kind; FIDES and Denning have lattices of readers, CaMeL capabilities for each value.
 * <li>One label for a whole conversation. FIDES can keep a result in a variable that the model does not see, and CaMeL runs
 * untrusted text through a model without tools; here the model reads the result, so all that it says from then on counts as
 * derived from it. That asks more often than needed and never less.
 * <li>A person answers where these would refuse. Who says yes to a question that names the page has taken the decision.
 * <li>Labels end at the process: what a tool writes into a file or sends to a server has the label that the rules give to that
 * place when it is read again, not the one that it had. A tool that is cleared for confidential content is trusted to keep it.
 * <li>Nothing is said of what a call's mere happening gives away, nor of timing.
 * <li>A tool that declares nothing is taken to return what is public and trusted: it is the application's own code.
 * </ul>
 */
@NullMarked
package dev.qwenagent.api.label;

import org.jspecify.annotations.NullMarked;
