package io.heimdex.local.index;

import io.heimdex.operators.notice.HeimdexNotification;
import io.heimdex.operators.storage.ObjectStore.ObjectHead;
import io.heimdex.schema.NoticeKind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A video that has failed, as its row tells.
 *
 * @param bucket of the upload
 * @param revision of the work that failed
 * @param errorCode why
 * @param error one sentence for a person
 */
public record FailedRow(
    String videoId,
    String userId,
    String bucket,
    String key,
    long revision,
    String errorCode,
    @Nullable String error) {

  /**
   * Asks to index it again. Its time is that of the work that failed: a newer upload of the video, even if it is still on its way, goes
   * first.
   *
   * @param head of the object as it is now; null if there is none
   */
  HeimdexNotification notification(@Nullable ObjectHead head) {
    return new HeimdexNotification(
        NoticeKind.REPROCESS,
        videoId,
        userId,
        bucket,
        key,
        null,
        head == null || head.eTag().isEmpty() ? null : head.eTag(),
        null,
        head == null ? -1 : head.sizeBytes(),
        Instant.EPOCH.plus(revision, ChronoUnit.MICROS),
        null,
        null);
  }
}
