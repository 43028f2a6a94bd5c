package io.heimdex.operators.shot;

import io.heimdex.schema.VideoWarning;
import java.util.List;

/**
 * What a scan of a whole video found.
 *
 * @param startMicros presentation time of the container, of the first frame
 */
public record ScannedVideo(
    long frames,
    long startMicros,
    long durationMicros,
    List<BuiltScene> scenes,
    List<TimedTransition> transitions,
    List<VideoWarning> warnings) {}
