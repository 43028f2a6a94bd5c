package io.heimdex.operators.notice;

import io.heimdex.operators.metrics.LabelledCounters;
import io.heimdex.schema.DeadLetter;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.NoticeKind;
import io.heimdex.schema.RawNotice;
import io.heimdex.schema.UploadNotice;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Reads notifications: what asks for work goes on, what can't be read goes to {@link #DEAD_LETTERS}, what changes no video
 * is counted. Metrics: {@code notices} by {@code kind}, {@code ignoredNotices}, {@code deadLetters} by {@code code}.
 */
public final class ParseFunction extends ProcessFunction<RawNotice, UploadNotice> {
  private static final long serialVersionUID = 1L;

  /** What can't be read. */
  public static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("parse-dead-letters", TypeInformation.of(DeadLetter.class));

  /** Characters of the original text that a dead letter keeps. */
  static final int KEPT_CHARACTERS = 64 * 1024;

  private final KeyPattern keyPattern;
  private final List<String> allowedBuckets;

  private transient NoticeParser parser;
  private transient LabelledCounters<NoticeKind> notices;
  private transient LabelledCounters<FailureCode> deadLetters;
  private transient Counter ignored;

  /** @param allowedBuckets buckets that may be read; empty for all */
  @SuppressWarnings("NullAway.Init") // open() fills the transient fields
  public ParseFunction(KeyPattern keyPattern, List<String> allowedBuckets) {
    this.keyPattern = keyPattern;
    this.allowedBuckets = List.copyOf(allowedBuckets);
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    parser = new NoticeParser(keyPattern, Set.copyOf(allowedBuckets));
    notices = new LabelledCounters<>(metrics, "notices", "kind", NoticeKind.class);
    deadLetters = new LabelledCounters<>(
        metrics, LabelledCounters.DEAD_LETTERS, LabelledCounters.CODE, FailureCode.class);
    ignored = metrics.counter("ignoredNotices");
  }

  @Override
  public void processElement(RawNotice raw, Context context, Collector<UploadNotice> out) {
    for (ParsedNotice parsed : parser.parse(raw)) {
      if (parsed instanceof ParsedNotice.Accepted accepted) {
        notices.increment(accepted.notice().kind());
        out.collect(withOriginal(accepted, raw));
      } else if (parsed instanceof ParsedNotice.Rejected rejected) {
        deadLetters.increment(rejected.failure().code());
        context.output(DEAD_LETTERS, deadLetter(raw, rejected));
      } else {
        ignored.inc();
      }
    }
  }

  private static DeadLetter deadLetter(RawNotice raw, ParsedNotice.Rejected rejected) {
    return new DeadLetter(
        rejected.failure(), raw.position(), null, kept(rejected.record(), raw), Instant.now());
  }

  /** What is to be removed becomes no dead letter. */
  private static UploadNotice withOriginal(ParsedNotice.Accepted accepted, RawNotice raw) {
    UploadNotice notice = accepted.notice();
    return notice.kind() == NoticeKind.DELETED
        ? notice
        : notice.withOriginal(kept(accepted.record(), raw));
  }

  private static String kept(@Nullable String record, RawNotice raw) {
    return SafeText.cut(record == null ? begin(raw) : record, KEPT_CHARACTERS);
  }

  private static String begin(RawNotice raw) {
    int bytes = Math.min(raw.value().length, 4 * KEPT_CHARACTERS);
    return new String(raw.value(), 0, bytes, StandardCharsets.UTF_8);
  }
}
