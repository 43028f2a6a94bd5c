package io.heimdex.operators.shot;

import io.heimdex.schema.VideoWarning;
import java.util.List;

/** What a scan of a whole video found. */
public record ScannedVideo(
    long frames,
    long durationMicros,
    List<BuiltScene> scenes,
    List<TimedTransition> transitions,
    List<VideoWarning> warnings) {}
