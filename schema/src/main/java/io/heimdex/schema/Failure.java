package io.heimdex.schema;

/**
 * Why a video or a notification was rejected. Data, not an exception: it flows to the video's row and to the dead letters.
 *
 * @param stage the operator that rejected it, by its uid
 * @param detail one sentence for a person: the thing, its value, the expectation
 */
public record Failure(FailureCode code, String stage, String detail) {}
