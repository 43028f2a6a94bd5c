package io.heimdex.operators.admit;

import static io.heimdex.operators.admit.AdmitHarness.MOV;
import static io.heimdex.operators.admit.AdmitHarness.MP4;
import static io.heimdex.operators.admit.AdmitHarness.OWNER;
import static io.heimdex.operators.admit.AdmitHarness.TEN;
import static io.heimdex.operators.admit.AdmitHarness.VIDEO;
import static io.heimdex.operators.admit.AdmitHarness.delete;
import static io.heimdex.operators.admit.AdmitHarness.notice;
import static io.heimdex.operators.admit.AdmitHarness.ofOwner;
import static io.heimdex.operators.admit.AdmitHarness.reprocess;
import static io.heimdex.operators.admit.AdmitHarness.upload;
import static io.heimdex.operators.admit.AdmitHarness.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.operators.notice.HeimdexNotification;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.NoticeKind;
import io.heimdex.schema.OriginalNotice;
import io.heimdex.schema.ProgressUpdate;
import io.heimdex.schema.UploadNotice;
import io.heimdex.schema.VideoRef;
import io.heimdex.schema.VideoState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmitFunctionTest {
  private static final String STRANGER = "5aa1fe00-0000-4000-8000-00000000beef";

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
  void admitsAnUploadWithItsTimeAsRevision() throws Exception {
    harness.send(upload(MP4, "a", "01", 0));

    assertThat(harness.admitted()).singleElement().satisfies(video -> {
      assertThat(video.revision()).isEqualTo(ChronoUnit.MICROS.between(Instant.EPOCH, TEN));
      assertThat(video.generation()).hasSize(32);
      assertThat(video.eTag()).isEqualTo("a");
      assertThat(video.title()).isEqualTo("Title");
    });
    assertThat(harness.values(AdmitFunction.PROGRESS))
        .containsExactly(
            new ProgressUpdate(harness.admitted().get(0), VideoState.VALIDATING, null, null));
  }

  @Test
  void passesTheTextOfWhatItAdmitsToWhereverItMayFail() throws Exception {
    harness.send(
        upload(MP4, "a", "01", 0).withOriginal("{first}"),
        upload(MP4, "a", "01", 0).withOriginal("{the same again}"),
        upload(MP4, "b", "02", 1).withOriginal("{second}"));

    assertThat(harness.values(AdmitFunction.ORIGINALS))
        .containsExactly(
            new OriginalNotice(VIDEO, harness.admitted().get(0).revision(), "{first}"),
            new OriginalNotice(VIDEO, harness.admitted().get(1).revision(), "{second}"));
  }

  @Test
  void dropsTheSameContentWhoeverTellsOfIt() throws Exception {
    harness.send(
        upload(MP4, "a", "01", 0),
        upload(MP4, "a", "01", 0),
        upload(MP4, "a", null, 9),
        upload(MP4, "a", "07", 5));

    assertThat(harness.admitted()).hasSize(1);
  }

  @Test
  void admitsNewContentOfTheSameKeyWithAGreaterRevision() throws Exception {
    harness.send(upload(MP4, "a", "01", 0), upload(MP4, "b", "02", 0));

    assertThat(harness.admitted()).extracting(VideoRef::eTag).containsExactly("a", "b");
    assertThat(harness.admitted().get(1).revision())
        .isEqualTo(harness.admitted().get(0).revision() + 1);
    assertThat(harness.admitted().get(1).generation())
        .isNotEqualTo(harness.admitted().get(0).generation());
  }

  @Test
  void deletesUnderAGenerationOfItsOwn() throws Exception {
    harness.send(upload(MP4, "a", "01", 0), delete(MP4, "02", 0));

    VideoRef upload = harness.admitted().get(0);
    assertThat(harness.values(AdmitFunction.DELETIONS)).singleElement().satisfies(deletion -> {
      assertThat(deletion.revision()).isEqualTo(upload.revision() + 1);
      assertThat(deletion.generation()).isNotEqualTo(upload.generation());
    });
  }

  @Test
  void deletesAVideoOfWhichNothingIsKnown() throws Exception {
    harness.send(delete(MP4, "02", 0));

    assertThat(harness.values(AdmitFunction.DELETIONS))
        .extracting(VideoRef::videoId)
        .containsExactly(VIDEO);
  }

  @Test
  void dropsTheDeletionOfAnObjectThatWasReplacedByOneOfAnotherKey() throws Exception {
    harness.send(upload(MP4, "a", "01", 0), upload(MOV, "b", "02", 1), delete(MP4, "03", 2));

    assertThat(harness.values(AdmitFunction.DELETIONS)).isEmpty();
  }

  @Test
  void dropsTheDeletionOfAnOldVersion() throws Exception {
    harness.send(version(NoticeKind.UPLOADED, "v2", "02"), version(NoticeKind.DELETED, "v1", "03"));

    assertThat(harness.values(AdmitFunction.DELETIONS)).isEmpty();
  }

  @Test
  void deletesOnceWhenTheDeletionIsDeliveredTwice() throws Exception {
    harness.send(delete(MP4, "02", 0), delete(MP4, "020", 0));

    assertThat(harness.values(AdmitFunction.DELETIONS)).hasSize(1);
  }

  @Test
  void admitsTheSameContentAgainAfterItWasDeleted() throws Exception {
    harness.send(upload(MP4, "a", "01", 0), delete(MP4, "02", 0), upload(MP4, "a", "03", 0));

    assertThat(harness.admitted()).hasSize(2);
    assertThat(harness.admitted().get(1).generation())
        .isEqualTo(harness.admitted().get(0).generation());
    assertThat(harness.admitted().get(1).revision())
        .isEqualTo(harness.admitted().get(0).revision() + 2);
  }

  @Test
  void reprocessesTheSameContent() throws Exception {
    harness.send(upload(MP4, "a", "01", 0), reprocess("a", -60));

    assertThat(harness.admitted()).hasSize(2);
    assertThat(harness.admitted().get(1).generation())
        .isEqualTo(harness.admitted().get(0).generation());
  }

  @Test
  void reprocessesNewerContentButNoneThatIsSuperseded() throws Exception {
    harness.send(upload(MP4, "b", "02", 0), reprocess("a", -60), reprocess("c", 60));

    assertThat(harness.admitted()).extracting(VideoRef::eTag).containsExactly("b", "c");
  }

  @Test
  void takesADeadLettersNotificationBack() throws Exception {
    harness.send(upload(MP4, "a", "01", 0));
    HeimdexNotification again = HeimdexNotification.reprocess(harness.admitted().get(0));

    harness.send(notice(
        NoticeKind.REPROCESS,
        again.key(),
        again.versionId(),
        again.eTag(),
        null,
        again.eventTime()));

    assertThat(harness.admitted()).hasSize(2);
  }

  @Test
  void admitsTheSameContentAgainUnderAnotherPipelineVersion() throws Exception {
    harness.send(upload(MP4, "a", "01", 0));
    harness = harness.restoredAs("v2");

    harness.send(upload(MP4, "a", "01", 0));

    assertThat(harness.admitted()).hasSize(1);
  }

  @Test
  void goesOnFromASnapshot() throws Exception {
    harness.send(upload(MP4, "b", "02", 0));
    harness = harness.restoredAs("v1");

    harness.send(upload(MP4, "b", "02", 0), upload(MP4, "a", "01", 0), delete(MP4, "03", 0));

    assertThat(harness.admitted()).isEmpty();
    assertThat(harness.values(AdmitFunction.DELETIONS)).hasSize(1);
  }

  @Test
  void sendsWhatNamesAnotherOwnerToTheDeadLettersWhateverItAsksFor() throws Exception {
    harness.send(upload(MP4, "a", "01", 0));
    harness = harness.restoredAs("v1");
    UploadNotice theft = ofOwner(STRANGER, upload(MP4, "b", "02", 1));

    harness.send(
        theft,
        ofOwner(STRANGER, delete(MP4, "03", 2)),
        ofOwner(STRANGER, reprocess("a", 3)),
        upload(MP4, "a", "01", 4));

    assertThat(harness.work()).isEmpty();
    assertThat(harness.values(AdmitFunction.PROGRESS)).isEmpty();
    assertThat(harness.values(AdmitFunction.DEAD_LETTERS)).hasSize(3).first().satisfies(letter -> {
      assertThat(letter.failure().code()).isEqualTo(FailureCode.OWNER_MISMATCH);
      assertThat(letter.failure().stage()).isEqualTo("admit");
      assertThat(letter.failure().detail()).contains(VIDEO, STRANGER).doesNotContain(OWNER);
      assertThat(letter.position()).isEqualTo(theft.position());
      assertThat(letter.notification()).isEqualTo(HeimdexNotification.of(theft).toJson());
    });
  }

  @Test
  void keepsTheOwnerOfADeletedVideo() throws Exception {
    harness.send(upload(MP4, "a", "01", 0), delete(MP4, "02", 1));

    harness.send(ofOwner(STRANGER, upload(MP4, "a", "03", 2)));

    assertThat(harness.admitted()).hasSize(1);
    assertThat(harness.values(AdmitFunction.DEAD_LETTERS)).hasSize(1);
  }

  @Test
  void readsStateFromBeforeOwnersWereKept() throws Exception {
    LastAdmitted old = Golden.read("last-admitted-v1.hex", LastAdmitted.class);

    assertThat(old).isEqualTo(new LastAdmitted(7, "g", "k", "v", "01", 5, true, null));
    assertThat(new Admissions("v1").rule(old, upload(MP4, "a", "02", 0)).verdict())
        .isEqualTo(Verdict.ADMITTED);
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
}
