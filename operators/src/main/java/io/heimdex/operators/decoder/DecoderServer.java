package io.heimdex.operators.decoder;

import io.heimdex.operators.media.DecoderFaultException;
import io.heimdex.operators.media.FfmpegFrameScanner;
import io.heimdex.operators.media.MediaException;
import io.heimdex.operators.media.MediaProbe;
import io.heimdex.operators.media.Pulse;
import io.heimdex.operators.media.ScanSettings;
import io.heimdex.operators.notice.SafeText;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.VideoInfo;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Works off requests, on the thread that calls {@link #run}. Another thread reads them, so that the process ends when its input does, also
 * amid native code; a third tells how far the work is, and ends a process that has none.
 */
final class DecoderServer {
  private static final long PULSE_MILLIS = 500;
  private static final int LONGEST_TEXT = 1000;
  private static final int AFTER_A_FAULT = 5;

  private final DataInputStream in;
  private final DataOutputStream out;
  private final DecoderArguments settings;
  private final BlockingQueue<Message> requests = new ArrayBlockingQueue<>(1);
  /** Guarded by {@code out}, as all writing is. */
  private boolean working;

  private @Nullable FfmpegFrameScanner scanner;
  private @Nullable ScanSettings scannerSettings;
  private long idleSinceNanos = System.nanoTime();

  DecoderServer(DataInputStream in, DataOutputStream out, DecoderArguments settings) {
    this.in = in;
    this.out = out;
    this.settings = settings;
  }

  void run() {
    start("Requests", this::takeRequests);
    start("Pulse", this::beat);
    try {
      while (true) {
        workOff(requests.take());
      }
    } catch (InterruptedException e) {
      end(0);
    }
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void takeRequests() {
    try {
      Wire.readHead(in);
      while (true) {
        Message request = Message.readFrom(in);
        synchronized (out) {
          working = true;
        }
        requests.add(request);
      }
    } catch (IOException e) {
      // Whoever would want an answer is gone.
      end(0);
    }
  }

  private void beat() {
    try {
      while (true) {
        Thread.sleep(PULSE_MILLIS);
        synchronized (out) {
          if (working) {
            send(Message.of(Wire.Type.PULSE, to -> {
              to.writeLong(Pulse.packets());
              to.writeLong(Pulse.frames());
            }));
          } else if (System.nanoTime() - idleSinceNanos > settings.idleMillis() * 1_000_000) {
            send(Message.of(Wire.Type.BYE, ""));
            end(0);
          }
        }
      }
    } catch (InterruptedException e) {
      end(0);
    }
  }

  private void workOff(Message request) throws InterruptedException {
    Message result = result(request);
    synchronized (out) {
      working = false;
      idleSinceNanos = System.nanoTime();
      send(result);
    }
    if (result.type() == Wire.Type.FAULT) {
      end(AFTER_A_FAULT);
    }
  }

  private Message result(Message request) throws InterruptedException {
    try {
      return switch (request.type()) {
        case PROBE -> probe(request.read(Wire::readText));
        case SCAN -> scan(request.read(ScanRequest::read));
        default -> throw new IOException("No request: " + request.type());
      };
    } catch (MediaException e) {
      return coded(Wire.Type.REJECTED, e.code(), String.valueOf(e.getMessage()));
    } catch (DecoderFaultException e) {
      return coded(Wire.Type.FAULT, e.code(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return Message.of(
          Wire.Type.FAILED, SafeText.cut(String.valueOf(e.getMessage()), LONGEST_TEXT));
    } catch (RuntimeException | StackOverflowError e) {
      return coded(
          Wire.Type.FAULT, FailureCode.DECODER_CRASHED, "The decoder process failed: " + e);
    }
  }

  private static Message coded(Wire.Type type, FailureCode code, String text) {
    return Message.of(type, out -> {
      Wire.writeText(out, code.name());
      Wire.writeText(out, SafeText.cut(text, LONGEST_TEXT));
    });
  }

  private Message probe(String url) throws MediaException, IOException {
    VideoInfo info = MediaProbe.probe(url, settings.media());
    return Message.of(Wire.Type.PROBED, to -> Wire.writeInfo(to, info));
  }

  private Message scan(ScanRequest request)
      throws MediaException, IOException, InterruptedException {
    long damaged = scanner(request.settings())
        .decode(
            request.url(),
            request.info(),
            request.fromMicros(),
            request.toMicros(),
            batch -> send(Message.of(Wire.Type.BATCH, to -> Wire.writeBatch(to, batch))));
    return Message.of(Wire.Type.DONE, to -> to.writeLong(damaged));
  }

  /** The same for the spans of a video. */
  private FfmpegFrameScanner scanner(ScanSettings wanted) {
    FfmpegFrameScanner last = scanner;
    if (last != null && wanted.equals(scannerSettings)) {
      return last;
    }
    if (last != null) {
      last.close();
    }
    FfmpegFrameScanner made = new FfmpegFrameScanner(wanted, settings.media());
    scanner = made;
    scannerSettings = wanted;
    return made;
  }

  private void send(Message message) {
    synchronized (out) {
      try {
        message.writeTo(out);
      } catch (IOException e) {
        // Nobody listens any more.
        end(0);
      }
    }
  }

  private static void end(int status) {
    Runtime.getRuntime().halt(status);
  }
}
