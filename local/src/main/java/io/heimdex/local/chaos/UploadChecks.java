package io.heimdex.local.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares the scenes of every upload, once it is indexed, with the first ones that were seen of the same pictures: those of the
 * undisturbed run. Not thread-safe.
 */
final class UploadChecks {
  private final Map<Integer, String> scenesOfFile = new HashMap<>();
  private final Set<FedVideo.Upload> checked = new HashSet<>();
  private final List<String> wrong = new ArrayList<>();

  boolean isDone(FedVideo.Upload upload) {
    return checked.contains(upload);
  }

  /** @param scenes a digest of all that does not depend on the generation */
  void check(FedVideo video, FedVideo.Upload upload, String scenes) {
    if (checked.add(upload)) {
      String expected = scenesOfFile.putIfAbsent(upload.content().index(), scenes);
      if (expected != null && !expected.equals(scenes)) {
        wrong.add("video " + video.videoId() + " generation " + upload.generation() + " ("
            + upload.content() + "): " + scenes + " instead of " + expected);
      }
    }
  }

  int count() {
    return checked.size();
  }

  List<String> wrong() {
    return List.copyOf(wrong);
  }
}
