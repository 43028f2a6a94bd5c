package io.heimdex.operators.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.media.DecoderFaultException;
import io.heimdex.operators.media.FrameScanner;
import io.heimdex.operators.media.MediaProbe;
import io.heimdex.operators.media.ScanSettings;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecoderFaultTest {
  @TempDir
  static Path folder;

  private static Path file;
  private static VideoInfo info;

  @BeforeAll
  static void writeVideo() throws Exception {
    file = Impatient.longVideo(folder);
    info = MediaProbe.probe(file.toString());
  }

  @Test
  void tellsThatItsProcessCrashedAndGoesOnWithAnother() throws Exception {
    try (IsolatedFrameScanner scanner = scanner(DecoderSettings.DEFAULT)) {
      // When
      assertFault(
          () -> scanAndSignal(scanner, file, info, "SEGV"), FailureCode.DECODER_CRASHED, "SIGSEGV");

      // Then
      assertWorks(scanner, file, info);
    }
  }

  @Test
  void tellsThatItsProcessWasKilled() throws Exception {
    try (IsolatedFrameScanner scanner = scanner(DecoderSettings.DEFAULT)) {
      assertFault(
          () -> scanAndSignal(scanner, file, info, "KILL"), FailureCode.DECODER_CRASHED, "SIGKILL");
      assertWorks(scanner, file, info);
    }
  }

  @Test
  void killsAProcessThatGivesNoSignOfLife() throws Exception {
    DecoderSettings settings = Impatient.settings().wall(Duration.ofSeconds(2)).build();
    try (IsolatedFrameScanner scanner = scanner(settings)) {
      assertFault(
          () -> scanAndSignal(scanner, file, info, "STOP"),
          FailureCode.DECODER_STUCK,
          "no progress for 2 s");
      assertWorks(scanner, file, info);
    }
  }

  @Test
  void takesNoMoreFromItsProcessThanTheLimit() throws Exception {
    try (IsolatedFrameScanner scanner =
        scanner(Impatient.settings().output(50_000).build())) {
      assertFault(
          () ->
              scanner.scan(file.toString(), info, Long.MIN_VALUE, Long.MAX_VALUE, new Recording()),
          FailureCode.DECODER_LIMIT_EXCEEDED,
          "50000 bytes");
      assertWorks(scanner, file, info);
    }
  }

  private static IsolatedFrameScanner scanner(DecoderSettings settings) {
    return new IsolatedFrameScanner(ScanSettings.DEFAULT, settings);
  }

  /** Signals the process as soon as its first frames are there. */
  private static void scanAndSignal(
      IsolatedFrameScanner scanner, Path file, VideoInfo info, String signal) throws Exception {
    AtomicBoolean sent = new AtomicBoolean();
    scanner.scan(file.toString(), info, Long.MIN_VALUE, Long.MAX_VALUE, batch -> {
      if (!sent.getAndSet(true)) {
        signal(scanner.pid(), signal);
      }
    });
  }

  private static void signal(long pid, String signal) throws InterruptedException {
    try {
      int status =
          new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
      assertThat(status).isZero();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertFault(ThrowingCallable call, FailureCode code, String text) {
    assertThatThrownBy(call)
        .asInstanceOf(InstanceOfAssertFactories.type(DecoderFaultException.class))
        .returns(code, DecoderFaultException::code)
        .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
        .contains(text);
  }

  private static void assertWorks(FrameScanner scanner, Path file, VideoInfo info)
      throws Exception {
    Recording recording = new Recording();
    scanner.scan(file.toString(), info, 0, 1_000_000, recording);
    assertThat(recording.batches).isNotEmpty();
  }
}
