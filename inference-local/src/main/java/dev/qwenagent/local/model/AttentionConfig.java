package dev.qwenagent.local.model;

/**
 * The extents of a full-attention layer.
 *
 * @param heads query heads
 * @param keyValueHeads heads of keys and values, each shared by {@code heads / keyValueHeads} query heads
 * @param headSize values in a head
 * @param rotaryDimensions leading values of a head that carry the position
 * @param rotaryBase base of the rotary frequencies
 */
public record AttentionConfig(int heads, int keyValueHeads, int headSize, int rotaryDimensions, double rotaryBase) {}
