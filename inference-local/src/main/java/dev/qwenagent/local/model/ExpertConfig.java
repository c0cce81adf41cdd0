package dev.qwenagent.local.model;

/**
 * The extents of a sparse feed-forward layer.
 *
 * @param experts experts in a layer
 * @param used experts that a token passes through
 * @param width hidden width of an expert
 * @param sharedWidth hidden width of the expert that every token passes through
 */
public record ExpertConfig(int experts, int used, int width, int sharedWidth) {}
