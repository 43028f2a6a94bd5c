package io.heimdex.operators.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.operators.detect.ScriptedScanner.Script;
import io.heimdex.operators.shot.SyntheticVideo;
import io.heimdex.schema.FrameChunk;
import io.heimdex.schema.SegmentTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Two videos and what has to come out of them. */
final class DetectFixture {
  static final SyntheticVideo FILM = SyntheticVideo.random(1, 500);
  static final SyntheticVideo CLIP = SyntheticVideo.random(2, 100);
  static final Map<String, SyntheticVideo> VIDEOS =
      Map.of(Segments.path("film"), FILM, Segments.path("clip"), CLIP);

  private DetectFixture() {}

  /** Every frame and candidate of the video once, in order; chunks without a gap. */
  static void assertComplete(
      List<FrameChunk> chunks, String id, SyntheticVideo video, int segments) {
    List<Long> pts = new ArrayList<>();
    List<Long> candidates = new ArrayList<>();
    for (int segment = 0; segment < segments; segment++) {
      int index = segment;
      List<FrameChunk> own =
          only(chunks, id).stream().filter(c -> c.segmentIndex() == index).toList();
      for (int i = 0; i < own.size(); i++) {
        FrameChunk chunk = own.get(i);
        assertThat(chunk.chunkIndex()).isEqualTo(i);
        assertThat(chunk.lastOfSegment()).isEqualTo(i == own.size() - 1);
        assertThat(chunk.failure()).isNull();
        for (long micros : chunk.ptsMicros()) {
          pts.add(micros);
        }
        chunk.candidates().forEach(candidate -> candidates.add(candidate.ptsMicros()));
      }
    }
    assertThat(pts.stream().mapToLong(Long::longValue).toArray()).isEqualTo(video.pts());
    assertThat(candidates)
        .containsExactlyElementsOf(
            video.candidates().stream().map(c -> c.ptsMicros()).toList());
  }

  static List<FrameChunk> only(List<FrameChunk> chunks, String id) {
    return chunks.stream().filter(c -> c.video().videoId().equals(id)).toList();
  }

  static ScriptedScanner scanner(Script script) {
    return new ScriptedScanner(VIDEOS, 20, script);
  }

  static List<SegmentTask> film(int segments) {
    return Segments.of(Segments.video("film"), FILM, segments);
  }

  static List<SegmentTask> clip() {
    return Segments.of(Segments.video("clip"), CLIP, 1);
  }
}
