package io.heimdex.operators.admit;

import io.heimdex.schema.KafkaPosition;
import io.heimdex.schema.NoticeKind;
import io.heimdex.schema.UploadNotice;
import io.heimdex.schema.VideoRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** {@link AdmitFunction} in Flink's operator, and notifications of one video to send to it. */
final class AdmitHarness {
  static final String VIDEO = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
  static final String MP4 = "videos/o/v.mp4";
  static final String MOV = "videos/o/v.mov";
  static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");

  static final String OWNER = "0f8fad5b-d9cb-469f-a165-70867728950e";

  private final KeyedOneInputStreamOperatorTestHarness<String, UploadNotice, VideoRef> operator;

  AdmitHarness(String pipelineVersion) throws Exception {
    operator = operator(pipelineVersion);
    operator.open();
  }

  private AdmitHarness(String pipelineVersion, OperatorSubtaskState state) throws Exception {
    operator = operator(pipelineVersion);
    operator.initializeState(state);
    operator.open();
  }

  /** Closes this one, and goes on from its state. */
  AdmitHarness restoredAs(String pipelineVersion) throws Exception {
    OperatorSubtaskState state = operator.snapshot(1, 1);
    operator.close();
    return new AdmitHarness(pipelineVersion, state);
  }

  void close() throws Exception {
    operator.close();
  }

  void send(UploadNotice... notices) throws Exception {
    for (UploadNotice notice : notices) {
      operator.processElement(new StreamRecord<>(notice));
    }
  }

  List<VideoRef> admitted() {
    return operator.extractOutputValues();
  }

  /** Admitted videos, then deletions. */
  List<VideoRef> work() {
    List<VideoRef> work = new ArrayList<>(admitted());
    work.addAll(values(AdmitFunction.DELETIONS));
    return work;
  }

  <T> List<T> values(OutputTag<T> tag) {
    var records = operator.getSideOutput(tag);
    return records == null
        ? List.of()
        : records.stream().map(StreamRecord::getValue).toList();
  }

  static UploadNotice upload(String key, String eTag, @Nullable String sequencer, int seconds) {
    return notice(NoticeKind.UPLOADED, key, null, eTag, sequencer, TEN.plusSeconds(seconds));
  }

  static UploadNotice delete(String key, @Nullable String sequencer, int seconds) {
    return notice(NoticeKind.DELETED, key, null, null, sequencer, TEN.plusSeconds(seconds));
  }

  static UploadNotice reprocess(String eTag, int seconds) {
    return notice(NoticeKind.REPROCESS, MP4, null, eTag, null, TEN.plusSeconds(seconds));
  }

  static UploadNotice version(NoticeKind kind, String version, String sequencer) {
    return notice(kind, MP4, version, "a", sequencer, TEN);
  }

  /** The same notification in the name of another owner. */
  static UploadNotice ofOwner(String owner, UploadNotice notice) {
    return new UploadNotice(
        notice.kind(),
        notice.videoId(),
        owner,
        notice.bucket(),
        notice.key(),
        notice.versionId(),
        notice.eTag(),
        notice.sequencer(),
        notice.sizeBytes(),
        notice.eventTime(),
        notice.title(),
        notice.description(),
        notice.position());
  }

  static UploadNotice notice(
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

  private static KeyedOneInputStreamOperatorTestHarness<String, UploadNotice, VideoRef> operator(
      String pipelineVersion) throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new AdmitFunction(pipelineVersion)),
        UploadNotice::videoId,
        Types.STRING);
  }
}
