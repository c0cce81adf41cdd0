package dev.qwenagent.local.model;

/** The part of a layer in which a token sees the tokens before it. */
sealed interface TokenMixer permits Attention, GatedDeltaNet {}
