package io.heimdex.local.cli;

import io.heimdex.operators.notice.SafeText;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;

/** A progress bar on standard error; none where nobody watches (standard error is no terminal). */
final class Progress implements AutoCloseable {
  private static final int WIDTH = 100;
  private static final int UPDATE_MILLIS = 200;

  private final ProgressBar bar;

  private Progress(ProgressBar bar) {
    this.bar = bar;
  }

  /** Begins a task of unknown length. */
  static Progress of(String task, String unit) {
    return new Progress(new ProgressBarBuilder()
        .setTaskName(task)
        .setUnit(unit, 1)
        .setInitialMax(-1)
        .setUpdateIntervalMillis(UPDATE_MILLIS)
        .setConsumer(consumer())
        .build());
  }

  private static ProgressBarConsumer consumer() {
    return isWatched()
        ? new ConsoleProgressBarConsumer(System.err, WIDTH)
        : new DelegatingProgressBarConsumer(text -> {});
  }

  /** Whether somebody may watch standard error. */
  static boolean isWatched() {
    // There is a console only if standard input and output are terminals; the launcher says what it
    // knows of standard error.
    return "1".equals(System.getenv("HEIMDEX_STDERR_IS_TERMINAL"));
  }

  void maxHint(long max) {
    bar.maxHint(max);
  }

  void stepTo(long value) {
    bar.stepTo(value);
  }

  void step() {
    bar.step();
  }

  void say(String extra) {
    bar.setExtraMessage(SafeText.sentence(extra));
  }

  @Override
  public void close() {
    bar.close();
  }
}
