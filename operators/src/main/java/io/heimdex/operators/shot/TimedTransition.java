package io.heimdex.operators.shot;

/**
 * A transition with the times of its frames, which count from the first frame of the video.
 *
 * @param startMicros when the last frame purely of the old shot begins
 * @param endMicros when the first frame purely of the new shot begins
 */
public record TimedTransition(Transition transition, long startMicros, long endMicros) {}
