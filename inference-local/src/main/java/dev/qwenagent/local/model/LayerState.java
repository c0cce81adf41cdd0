package dev.qwenagent.local.model;

/** What a layer remembers of the tokens before. Not thread-safe: one session, one thread. */
sealed interface LayerState permits KvCache, RecurrentState {}
