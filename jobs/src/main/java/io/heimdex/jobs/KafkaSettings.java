package io.heimdex.jobs;

/** Where notifications come from and dead letters go to. */
public record KafkaSettings(
    String bootstrapServers, String uploadsTopic, String deadLettersTopic, String groupId) {}
