package dev.qwenagent.local.model;

/**
 * What a layer is made of.
 *
 * @param mixer the part in which a token sees the tokens before it
 * @param feedForward the part that transforms each token by itself
 */
public record LayerConfig(MixerConfig mixer, FeedForwardConfig feedForward) {}
