package io.heimdex.operators.decoder;

import io.heimdex.operators.media.MediaException;
import io.heimdex.operators.media.VideoProber;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Probes in processes of their own: as many as there are calls at the same time, started when they are needed, ended when they have nothing to
 * do. Serialised without them.
 */
public final class IsolatedVideoProber implements VideoProber {
  private static final long serialVersionUID = 1L;

  private final DecoderSettings settings;
  private transient @Nullable DecoderPool pool;

  public IsolatedVideoProber(DecoderSettings settings) {
    this.settings = settings;
  }

  @Override
  public VideoInfo probe(String url) throws MediaException, IOException {
    DecoderPool slots = pool();
    DecoderSlot slot = slots.take();
    try {
      return slot.call(Message.of(Wire.Type.PROBE, url), IsolatedVideoProber::take);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("Interrupted while probing").initCause(e);
    } finally {
      slots.giveBack(slot);
    }
  }

  private static VideoInfo take(Message answer) throws NonsenseException {
    if (answer.type() != Wire.Type.PROBED) {
      throw new NonsenseException(answer.type() + " to a probe");
    }
    return AnswerCheck.info(answer);
  }

  private synchronized DecoderPool pool() {
    if (pool == null) {
      pool = new DecoderPool(settings);
    }
    return pool;
  }

  /** Kills the processes. */
  @Override
  public synchronized void close() {
    if (pool != null) {
      pool.close();
    }
  }
}
