package io.heimdex.operators.admit;

import io.heimdex.schema.Generations;
import io.heimdex.schema.UploadNotice;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides which notifications become work. Pure: the same notifications in the same order give the same work, with the same
 * generations and revisions.
 *
 * <p>Notifications come at least once and in any order. Which of two is newer:
 *
 * <ul>
 *   <li>of the same key, both with a sequencer: the sequencers tell, the shorter one padded with zeros on the right, as text;
 *   <li>else the times of the events, where they differ. Sequencers of different keys are never compared.
 * </ul>
 *
 * <p>A video belongs to the owner that was named first, also after it was deleted. What names another one is no work.
 *
 * <p>Equal sequencers are the same event twice, unless one created and the other removed: then the first to come stays.
 */
final class Admissions {
  private final String pipelineVersion;

  Admissions(String pipelineVersion) {
    this.pipelineVersion = pipelineVersion;
  }

  /**
   * The verdict on one notification.
   *
   * @param next what is known of the video from now on
   */
  record Ruling(Verdict verdict, LastAdmitted next) {}

  /** @param last null if nothing is known of the video */
  Ruling rule(@Nullable LastAdmitted last, UploadNotice notice) {
    if (last != null && last.ownerId() != null && !last.ownerId().equals(notice.ownerId())) {
      return new Ruling(Verdict.OTHER_OWNER, last);
    }
    return switch (notice.kind()) {
      case UPLOADED -> ruleUpload(last, notice);
      case DELETED -> ruleDeletion(last, notice);
      case REPROCESS -> ruleReprocessing(last, notice);
    };
  }

  private Ruling ruleUpload(@Nullable LastAdmitted last, UploadNotice notice) {
    if (last == null) {
      return admitted(null, notice);
    }
    if (!last.deleted() && last.generation().equals(generation(notice))) {
      return new Ruling(Verdict.DUPLICATE, isOlder(notice, last) ? last : seenAgain(last, notice));
    }
    boolean removedByThisEvent = last.deleted() && hasSameSequencer(notice, last);
    return isOlder(notice, last) || removedByThisEvent
        ? new Ruling(Verdict.STALE, last)
        : admitted(last, notice);
  }

  private static Ruling ruleDeletion(@Nullable LastAdmitted last, UploadNotice notice) {
    if (last == null) {
      return deleted(null, notice);
    }
    if (!last.key().equals(notice.key()) || removesOtherVersion(last, notice)) {
      return new Ruling(Verdict.OTHER_OBJECT, last);
    }
    if (hasSameSequencer(notice, last)) {
      return new Ruling(last.deleted() ? Verdict.DUPLICATE : Verdict.STALE, last);
    }
    return isOlder(notice, last) ? new Ruling(Verdict.STALE, last) : deleted(last, notice);
  }

  /** Asked for by a person or from a dead letter: only what is superseded is dropped. */
  private Ruling ruleReprocessing(@Nullable LastAdmitted last, UploadNotice notice) {
    if (last != null
        && !last.generation().equals(generation(notice))
        && eventMicros(notice) < last.eventMicros()) {
      return new Ruling(Verdict.STALE, last);
    }
    return admitted(last, notice);
  }

  private Ruling admitted(@Nullable LastAdmitted last, UploadNotice notice) {
    return new Ruling(Verdict.ADMITTED, next(last, notice, generation(notice), false));
  }

  /** A deletion is a generation of its own: it must not pass for the one that it removes. */
  private static Ruling deleted(@Nullable LastAdmitted last, UploadNotice notice) {
    String generation = Generations.of(
        notice.bucket(), notice.key(), "deleted", Long.toString(revision(last, notice)));
    return new Ruling(Verdict.DELETED, next(last, notice, generation, true));
  }

  private static LastAdmitted next(
      @Nullable LastAdmitted last, UploadNotice notice, String generation, boolean deleted) {
    return new LastAdmitted(
        revision(last, notice),
        generation,
        notice.key(),
        notice.versionId(),
        newestSequencer(last, notice),
        newestEvent(last, notice),
        deleted,
        notice.ownerId());
  }

  private static LastAdmitted seenAgain(LastAdmitted last, UploadNotice notice) {
    return last.seenAgain(newestSequencer(last, notice), newestEvent(last, notice));
  }

  /** A notification without a sequencer does not undo the order of those that have one. */
  private static @Nullable String newestSequencer(
      @Nullable LastAdmitted last, UploadNotice notice) {
    if (last != null && notice.sequencer() == null && last.key().equals(notice.key())) {
      return last.sequencer();
    }
    return notice.sequencer();
  }

  private static long newestEvent(@Nullable LastAdmitted last, UploadNotice notice) {
    return last == null ? eventMicros(notice) : Math.max(last.eventMicros(), eventMicros(notice));
  }

  private String generation(UploadNotice notice) {
    return Generations.of(notice.bucket(), notice.key(), contentTag(notice), pipelineVersion);
  }

  private static String contentTag(UploadNotice notice) {
    if (notice.eTag() != null) {
      return notice.eTag();
    }
    if (notice.versionId() != null) {
      return notice.versionId();
    }
    return notice.sequencer() != null ? notice.sequencer() : notice.eventTime().toString();
  }

  /** The time of the event, or one more than the last one. */
  private static long revision(@Nullable LastAdmitted last, UploadNotice notice) {
    return last == null ? eventMicros(notice) : Math.max(eventMicros(notice), last.revision() + 1);
  }

  private static boolean removesOtherVersion(LastAdmitted last, UploadNotice notice) {
    return last.versionId() != null
        && notice.versionId() != null
        && !last.versionId().equals(notice.versionId());
  }

  private static boolean isOlder(UploadNotice notice, LastAdmitted last) {
    if (last.key().equals(notice.key()) && last.sequencer() != null && notice.sequencer() != null) {
      return compareSequencers(notice.sequencer(), last.sequencer()) < 0;
    }
    return eventMicros(notice) < last.eventMicros();
  }

  private static boolean hasSameSequencer(UploadNotice notice, LastAdmitted last) {
    return last.key().equals(notice.key())
        && last.sequencer() != null
        && notice.sequencer() != null
        && compareSequencers(notice.sequencer(), last.sequencer()) == 0;
  }

  /** As S3 defines it. */
  static int compareSequencers(String left, String right) {
    int length = Math.max(left.length(), right.length());
    return padded(left, length).compareTo(padded(right, length));
  }

  private static String padded(String sequencer, int length) {
    return sequencer + "0".repeat(length - sequencer.length());
  }

  private static long eventMicros(UploadNotice notice) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, notice.eventTime());
  }
}
