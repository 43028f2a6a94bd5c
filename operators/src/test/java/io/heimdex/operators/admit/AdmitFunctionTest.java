package io.heimdex.operators.admit;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.operators.notice.HeimdexNotification;
import io.heimdex.schema.KafkaPosition;
import io.heimdex.schema.NoticeKind;
import io.heimdex.schema.ProgressUpdate;
import io.heimdex.schema.UploadNotice;
import io.heimdex.schema.VideoRef;
import io.heimdex.schema.VideoState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmitFunctionTest {
  private static final String VIDEO = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
  private static final String OWNER = "0f8fad5b-d9cb-469f-a165-70867728950e";
  private static final String MP4 = "videos/o/v.mp4";
  private static final String MOV = "videos/o/v.mov";
  private static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");

  private KeyedOneInputStreamOperatorTestHarness<String, UploadNotice, VideoRef> harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness("v1");
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void admitsAnUploadWithItsTimeAsRevision() throws Exception {
    send(upload(MP4, "a", "01", 0));

    assertThat(admitted()).singleElement().satisfies(video -> {
      assertThat(video.revision()).isEqualTo(ChronoUnit.MICROS.between(Instant.EPOCH, TEN));
      assertThat(video.generation()).hasSize(32);
      assertThat(video.eTag()).isEqualTo("a");
      assertThat(video.title()).isEqualTo("Title");
    });
    assertThat(values(AdmitFunction.PROGRESS))
        .containsExactly(new ProgressUpdate(admitted().get(0), VideoState.VALIDATING, null, null));
  }

  @Test
  void dropsTheSameContentWhoeverTellsOfIt() throws Exception {
    send(
        upload(MP4, "a", "01", 0),
        upload(MP4, "a", "01", 0),
        upload(MP4, "a", null, 9),
        upload(MP4, "a", "07", 5));

    assertThat(admitted()).hasSize(1);
  }

  @Test
  void admitsNewContentOfTheSameKeyWithAGreaterRevision() throws Exception {
    send(upload(MP4, "a", "01", 0), upload(MP4, "b", "02", 0));

    assertThat(admitted()).extracting(VideoRef::eTag).containsExactly("a", "b");
    assertThat(admitted().get(1).revision()).isEqualTo(admitted().get(0).revision() + 1);
    assertThat(admitted().get(1).generation()).isNotEqualTo(admitted().get(0).generation());
  }

  @Test
  void dropsEventsThatTheSequencerCallsOlderThoughTheirTimeIsNewer() throws Exception {
    send(upload(MP4, "b", "02", 0), upload(MP4, "a", "01", 60), delete(MP4, "01F", 60));

    assertThat(admitted()).extracting(VideoRef::eTag).containsExactly("b");
    assertThat(values(AdmitFunction.DELETIONS)).isEmpty();
  }

  @Test
  void padsTheShorterSequencerOnTheRight() throws Exception {
    send(
        upload(MP4, "a", "0055", 0), upload(MP4, "b", "00550", 0), upload(MP4, "c", "0054FFFF", 0));

    assertThat(admitted()).extracting(VideoRef::eTag).containsExactly("a", "b");
  }

  @Test
  void ordersByTimeWhereASequencerIsMissing() throws Exception {
    send(upload(MP4, "b", "02", 10), upload(MP4, "a", null, 9), upload(MP4, "c", null, 10));

    assertThat(admitted()).extracting(VideoRef::eTag).containsExactly("b", "c");
  }

  @Test
  void neverComparesSequencersOfDifferentKeys() throws Exception {
    send(upload(MP4, "a", "FF", 0), upload(MOV, "b", "01", 1));

    assertThat(admitted()).extracting(VideoRef::key).containsExactly(MP4, MOV);
  }

  @Test
  void remembersTheNewestSequencerOfTheSameContent() throws Exception {
    send(upload(MP4, "a", "01", 0), upload(MP4, "a", "03", 0), delete(MP4, "02", 0));

    assertThat(values(AdmitFunction.DELETIONS)).isEmpty();
  }

  @Test
  void deletesUnderAGenerationOfItsOwn() throws Exception {
    send(upload(MP4, "a", "01", 0), delete(MP4, "02", 0));

    VideoRef upload = admitted().get(0);
    assertThat(values(AdmitFunction.DELETIONS)).singleElement().satisfies(deletion -> {
      assertThat(deletion.revision()).isEqualTo(upload.revision() + 1);
      assertThat(deletion.generation()).isNotEqualTo(upload.generation());
    });
  }

  @Test
  void deletesAVideoOfWhichNothingIsKnown() throws Exception {
    send(delete(MP4, "02", 0));

    assertThat(values(AdmitFunction.DELETIONS))
        .extracting(VideoRef::videoId)
        .containsExactly(VIDEO);
  }

  @Test
  void dropsTheDeletionOfAnObjectThatWasReplacedByOneOfAnotherKey() throws Exception {
    send(upload(MP4, "a", "01", 0), upload(MOV, "b", "02", 1), delete(MP4, "03", 2));

    assertThat(values(AdmitFunction.DELETIONS)).isEmpty();
  }

  @Test
  void dropsTheDeletionOfAnOldVersion() throws Exception {
    send(version(NoticeKind.UPLOADED, "v2", "02"), version(NoticeKind.DELETED, "v1", "03"));

    assertThat(values(AdmitFunction.DELETIONS)).isEmpty();
  }

  @Test
  void deletesOnceWhenTheDeletionIsDeliveredTwice() throws Exception {
    send(delete(MP4, "02", 0), delete(MP4, "020", 0));

    assertThat(values(AdmitFunction.DELETIONS)).hasSize(1);
  }

  @Test
  void dropsACreationThatComesLateAfterItsDeletion() throws Exception {
    send(
        delete(MP4, "02", 5),
        upload(MP4, "a", "01", 0),
        upload(MP4, "a", "02", 5),
        upload(MP4, "a", null, 0));

    assertThat(admitted()).isEmpty();
  }

  @Test
  void admitsTheSameContentAgainAfterItWasDeleted() throws Exception {
    send(upload(MP4, "a", "01", 0), delete(MP4, "02", 0), upload(MP4, "a", "03", 0));

    assertThat(admitted()).hasSize(2);
    assertThat(admitted().get(1).generation()).isEqualTo(admitted().get(0).generation());
    assertThat(admitted().get(1).revision()).isEqualTo(admitted().get(0).revision() + 2);
  }

  @Test
  void reprocessesTheSameContent() throws Exception {
    send(upload(MP4, "a", "01", 0), reprocess("a", -60));

    assertThat(admitted()).hasSize(2);
    assertThat(admitted().get(1).generation()).isEqualTo(admitted().get(0).generation());
  }

  @Test
  void reprocessesNewerContentButNoneThatIsSuperseded() throws Exception {
    send(upload(MP4, "b", "02", 0), reprocess("a", -60), reprocess("c", 60));

    assertThat(admitted()).extracting(VideoRef::eTag).containsExactly("b", "c");
  }

  @Test
  void takesADeadLettersNotificationBack() throws Exception {
    send(upload(MP4, "a", "01", 0));
    HeimdexNotification again = HeimdexNotification.reprocess(admitted().get(0));

    send(notice(
        NoticeKind.REPROCESS,
        again.key(),
        again.versionId(),
        again.eTag(),
        null,
        again.eventTime()));

    assertThat(admitted()).hasSize(2);
  }

  @Test
  void keepsTheOrderAfterAReprocessingWithoutSequencer() throws Exception {
    send(upload(MP4, "b", "02", 0), reprocess("b", 60), upload(MP4, "a", "01", 120));

    assertThat(admitted()).extracting(VideoRef::eTag).containsExactly("b", "b");
  }

  @Test
  void admitsTheSameContentAgainUnderAnotherPipelineVersion() throws Exception {
    send(upload(MP4, "a", "01", 0));
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    harness = harness("v2");
    harness.initializeState(state);
    harness.open();

    send(upload(MP4, "a", "01", 0));

    assertThat(admitted()).hasSize(1);
  }

  @Test
  void goesOnFromASnapshot() throws Exception {
    send(upload(MP4, "b", "02", 0));
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    harness = harness("v1");
    harness.initializeState(state);
    harness.open();

    send(upload(MP4, "b", "02", 0), upload(MP4, "a", "01", 0), delete(MP4, "03", 0));

    assertThat(admitted()).isEmpty();
    assertThat(values(AdmitFunction.DELETIONS)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void givesTheSameWorkWhenReplayed(long seed) throws Exception {
    List<UploadNotice> notices = randomNotices(new Random(seed), 300);

    send(notices.toArray(UploadNotice[]::new));
    List<VideoRef> first = work();
    harness.close();
    open();
    send(notices.toArray(UploadNotice[]::new));

    assertThat(work()).isEqualTo(first).isNotEmpty();
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

    send(notices.toArray(UploadNotice[]::new));

    VideoRef newest =
        work().stream().max(Comparator.comparingLong(VideoRef::revision)).orElseThrow();
    assertThat(values(AdmitFunction.DELETIONS))
        .as("the newest event is a deletion")
        .contains(newest);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {LastAdmitted.class, UploadNotice.class, VideoRef.class, ProgressUpdate.class})
  void isSerialisedByFlinkWithoutKryo(Class<?> type) {
    SerializerConfigImpl config = new SerializerConfigImpl();
    config.setGenericTypes(false);

    assertThat(TypeInformation.of(type).createSerializer(config).getClass().getSimpleName())
        .isEqualTo("PojoSerializer");
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

  private static UploadNotice upload(
      String key, String eTag, @Nullable String sequencer, int seconds) {
    return notice(NoticeKind.UPLOADED, key, null, eTag, sequencer, TEN.plusSeconds(seconds));
  }

  private static UploadNotice delete(String key, @Nullable String sequencer, int seconds) {
    return notice(NoticeKind.DELETED, key, null, null, sequencer, TEN.plusSeconds(seconds));
  }

  private static UploadNotice reprocess(String eTag, int seconds) {
    return notice(NoticeKind.REPROCESS, MP4, null, eTag, null, TEN.plusSeconds(seconds));
  }

  private static UploadNotice version(NoticeKind kind, String version, String sequencer) {
    return notice(kind, MP4, version, "a", sequencer, TEN);
  }

  private static UploadNotice notice(
      NoticeKind kind,
      String key,
      @Nullable String version,
      @Nullable String eTag,
      @Nullable String sequencer,
      Instant time) {
    KafkaPosition position = new KafkaPosition("uploads", 0, 7);
    return new UploadNotice(
        kind, VIDEO, OWNER, "uploads", key, version, eTag, sequencer, 100, time, "Title", null,
        position);
  }

  private void send(UploadNotice... notices) throws Exception {
    for (UploadNotice notice : notices) {
      harness.processElement(new StreamRecord<>(notice));
    }
  }

  private List<VideoRef> admitted() {
    return harness.extractOutputValues();
  }

  private List<VideoRef> work() {
    List<VideoRef> work = new ArrayList<>(admitted());
    work.addAll(values(AdmitFunction.DELETIONS));
    return work;
  }

  private <T> List<T> values(OutputTag<T> tag) {
    var records = harness.getSideOutput(tag);
    return records == null
        ? List.of()
        : records.stream().map(StreamRecord::getValue).toList();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, UploadNotice, VideoRef> harness(
      String pipelineVersion) throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new AdmitFunction(pipelineVersion)),
        UploadNotice::videoId,
        Types.STRING);
  }
}
