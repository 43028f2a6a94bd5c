package io.heimdex.local.bench;

/**
 * How the embedding operator is measured.
 *
 * @param slots of the TaskManager
 * @param threads as heimdex.embed.threads
 * @param batchSize as heimdex.embed.batch-size
 * @param seconds that a window lasts, about
 * @param windows of each kind
 */
public record EmbedSettings(int slots, int threads, int batchSize, double seconds, int windows) {}
