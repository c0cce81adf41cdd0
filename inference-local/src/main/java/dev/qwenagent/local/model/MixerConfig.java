package dev.qwenagent.local.model;

/** The extents of the part of a layer in which a token sees the tokens before it. */
public sealed interface MixerConfig permits AttentionConfig, DeltaNetConfig {}
