package io.heimdex.operators.decoder;

import io.heimdex.operators.media.FrameBatch;
import io.heimdex.operators.media.FrameScanner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Every batch in full, bit for bit, as text. */
final class Recording implements FrameScanner.BatchHandler {
  final List<String> batches = new ArrayList<>();

  @Override
  public void handle(FrameBatch batch) {
    List<String> candidates = batch.candidates().stream()
        .map(keyframe -> keyframe.ptsMicros() + ":" + keyframe.brightness() + ":"
            + keyframe.sharpness() + ":" + Arrays.hashCode(keyframe.jpeg()))
        .toList();
    batches.add(Arrays.toString(batch.ptsMicros())
        + Arrays.toString(batch.features())
        + candidates
        + batch.endMicros()
        + batch.last());
  }
}
