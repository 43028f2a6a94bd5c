package io.heimdex.operators.admit;

import static io.heimdex.operators.admit.AdmitHarness.MOV;
import static io.heimdex.operators.admit.AdmitHarness.MP4;
import static io.heimdex.operators.admit.AdmitHarness.delete;
import static io.heimdex.operators.admit.AdmitHarness.reprocess;
import static io.heimdex.operators.admit.AdmitHarness.upload;
import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.schema.UploadNotice;
import io.heimdex.schema.VideoRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmitFunctionOrderTest {
  private AdmitHarness harness;

  @BeforeEach
  void open() throws Exception {
    harness = new AdmitHarness("v1");
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void dropsEventsThatTheSequencerCallsOlderThoughTheirTimeIsNewer() throws Exception {
    harness.send(upload(MP4, "b", "02", 0), upload(MP4, "a", "01", 60), delete(MP4, "01F", 60));

    assertThat(harness.admitted()).extracting(VideoRef::eTag).containsExactly("b");
    assertThat(harness.values(AdmitFunction.DELETIONS)).isEmpty();
  }

  @Test
  void padsTheShorterSequencerOnTheRight() throws Exception {
    harness.send(
        upload(MP4, "a", "0055", 0), upload(MP4, "b", "00550", 0), upload(MP4, "c", "0054FFFF", 0));

    assertThat(harness.admitted()).extracting(VideoRef::eTag).containsExactly("a", "b");
  }

  @Test
  void ordersByTimeWhereASequencerIsMissing() throws Exception {
    harness.send(upload(MP4, "b", "02", 10), upload(MP4, "a", null, 9), upload(MP4, "c", null, 10));

    assertThat(harness.admitted()).extracting(VideoRef::eTag).containsExactly("b", "c");
  }

  @Test
  void neverComparesSequencersOfDifferentKeys() throws Exception {
    harness.send(upload(MP4, "a", "FF", 0), upload(MOV, "b", "01", 1));

    assertThat(harness.admitted()).extracting(VideoRef::key).containsExactly(MP4, MOV);
  }

  @Test
  void remembersTheNewestSequencerOfTheSameContent() throws Exception {
    harness.send(upload(MP4, "a", "01", 0), upload(MP4, "a", "03", 0), delete(MP4, "02", 0));

    assertThat(harness.values(AdmitFunction.DELETIONS)).isEmpty();
  }

  @Test
  void dropsACreationThatComesLateAfterItsDeletion() throws Exception {
    harness.send(
        delete(MP4, "02", 5),
        upload(MP4, "a", "01", 0),
        upload(MP4, "a", "02", 5),
        upload(MP4, "a", null, 0));

    assertThat(harness.admitted()).isEmpty();
  }

  @Test
  void keepsTheOrderAfterAReprocessingWithoutSequencer() throws Exception {
    harness.send(upload(MP4, "b", "02", 0), reprocess("b", 60), upload(MP4, "a", "01", 120));

    assertThat(harness.admitted()).extracting(VideoRef::eTag).containsExactly("b", "b");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void givesTheSameWorkWhenReplayed(long seed) throws Exception {
    List<UploadNotice> notices = randomNotices(new Random(seed), 300);

    harness.send(notices.toArray(UploadNotice[]::new));
    List<VideoRef> first = harness.work();
    harness.close();
    open();
    harness.send(notices.toArray(UploadNotice[]::new));

    assertThat(harness.work()).isEqualTo(first).isNotEmpty();
    assertThat(first).extracting(VideoRef::revision).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void endsWithTheNewestEventInWhateverOrderTheyCome(long seed) throws Exception {
    Random random = new Random(seed);
    List<UploadNotice> notices = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String sequencer = String.format("%04X", i);
      notices.add(i % 4 == 3 ? delete(MP4, sequencer, i) : upload(MP4, "tag" + i, sequencer, i));
    }
    notices.addAll(List.copyOf(notices));
    Collections.shuffle(notices, random);

    harness.send(notices.toArray(UploadNotice[]::new));

    VideoRef newest = harness.work().stream()
        .max(Comparator.comparingLong(VideoRef::revision))
        .orElseThrow();
    assertThat(harness.values(AdmitFunction.DELETIONS))
        .as("the newest event is a deletion")
        .contains(newest);
  }

  private static List<UploadNotice> randomNotices(Random random, int count) {
    List<UploadNotice> notices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String key = random.nextInt(5) == 0 ? MOV : MP4;
      String sequencer =
          random.nextInt(4) == 0 ? null : String.format("%03X", random.nextInt(count));
      int seconds = random.nextInt(count);
      notices.add(
          switch (random.nextInt(6)) {
            case 0 -> delete(key, sequencer, seconds);
            case 1 -> reprocess("tag" + random.nextInt(9), seconds);
            default -> upload(key, "tag" + random.nextInt(9), sequencer, seconds);
          });
    }
    return notices;
  }
}
