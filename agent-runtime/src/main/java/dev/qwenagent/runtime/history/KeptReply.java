package dev.qwenagent.runtime.history;

import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RequestDigest;

/**
 * A reply that no decision was taken on. It is the reply to the same request once more, and to no other. Immutable.
 *
 * @param request what the model was asked
 * @param reply what it said
 */
public record KeptReply(RequestDigest request, JournalEntry.ModelReplied reply) {}
