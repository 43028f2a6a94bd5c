package io.heimdex.operators.shot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.heimdex.operators.media.FrameBatch;
import io.heimdex.operators.media.FrameScanner;
import io.heimdex.operators.media.MediaException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SceneScanTest {
  private static final SyntheticVideo VIDEO = SyntheticVideo.steady(250, 40_000, 50, 55, 125);

  @Test
  void findsScenesAndTransitionsOfAWholeVideoAndTellsHowFarItIs() throws Exception {
    List<Long> progress = new ArrayList<>();
    FrameScanner scanner = (url, info, from, to, handler) -> {
      handler.handle(VIDEO.slice(0, 100, false));
      handler.handle(VIDEO.slice(100, 250, true));
    };

    ScannedVideo scanned = scan(scanner).scan("a.mp4", SyntheticVideo.info(), (frames, micros) -> {
      progress.add(frames);
      progress.add(micros);
    });

    assertThat(scanned.frames()).isEqualTo(250);
    assertThat(scanned.durationMicros()).isEqualTo(10_000_000);
    assertThat(scanned.scenes()).extracting(BuiltScene::startFrame).containsExactly(0L, 55L, 125L);
    assertThat(scanned.transitions())
        .extracting(found -> found.transition().endFrame(), TimedTransition::endMicros)
        .containsExactly(tuple(50L, 2_000_000L), tuple(55L, 2_200_000L), tuple(125L, 5_000_000L));
    assertThat(progress).containsExactly(100L, 4_000_000L, 250L, 10_000_000L);
  }

  @Test
  void rejectsAVideoWithoutAFrame() {
    FrameScanner scanner = (url, info, from, to, handler) ->
        handler.handle(new FrameBatch(new long[0], new byte[0], List.of(), 0, true));

    assertThatThrownBy(() -> scan(scanner).scan("a.mp4", SyntheticVideo.info(), (f, m) -> {}))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("No frame of a.mp4");
  }

  private static SceneScan scan(FrameScanner scanner) {
    return new SceneScan(scanner, frameRate -> new ThresholdDetector(3), SceneLimits.DEFAULT);
  }
}
