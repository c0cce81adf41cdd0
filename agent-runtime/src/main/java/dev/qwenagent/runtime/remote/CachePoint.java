package dev.qwenagent.runtime.remote;

/**
 * A place in a request up to which Model Studio is to keep what it has read, for five minutes from the last use: what is
 * kept costs a quarter more to read once, and a tenth each time after. Less than 1,024 tokens are not kept. Without any
 * point the service caches by itself, for less of a saving; other servers are sent no points and cache by themselves.
 */
public enum CachePoint {
    /** Behind the system message. */
    INSTRUCTIONS,
    /** Behind the tools. */
    TOOLS,
    /** Behind the newest message, for conversations that go on. */
    CONVERSATION
}
