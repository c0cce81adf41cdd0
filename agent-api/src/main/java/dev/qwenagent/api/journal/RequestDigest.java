package dev.qwenagent.api.journal;

/**
 * What a model was asked, as far as it takes to tell whether another request is the same. Immutable.
 *
 * @param messages how many messages it read
 * @param messagesHash SHA-256 over them in order, in hexadecimal digits
 * @param toolsHash the same of the tools that it was offered
 * @param settingsHash the same of how it was to think and to pick its tokens
 */
public record RequestDigest(int messages, String messagesHash, String toolsHash, String settingsHash) {}
