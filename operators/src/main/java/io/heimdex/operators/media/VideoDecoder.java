package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import io.heimdex.operators.ffmpeg.Ffmpeg;
import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Decodes one video stream on the calling thread. What is damaged is skipped and counted. Not thread-safe. */
final class VideoDecoder implements AutoCloseable {
  private final MediaInput input;
  private final AVStream stream;
  private final PacketDecoder decoder;
  private final AVPacket packet;
  private boolean packetWaits;

  VideoDecoder(MediaInput input, int streamIndex, MediaSettings settings)
      throws MediaException, DecoderFaultException {
    this.input = input;
    stream = input.stream(streamIndex);
    decoder = new PacketDecoder(stream, settings);
    packet = Ffmpeg.notNull(av_packet_alloc(), "packet");
  }

  /** Decodes the next frame in presentation order into {@code frame}; false after the last. */
  boolean next(AVFrame frame) throws MediaException, IOException, InterruptedException {
    while (true) {
      switch (decoder.receive(frame)) {
        case FRAME -> {
          return true;
        }
        case END -> {
          return false;
        }
        case HUNGRY -> feed();
      }
    }
  }

  private void feed() throws MediaException, IOException, InterruptedException {
    if (!packetWaits && !input.read(packet, stream.index())) {
      decoder.drain();
      return;
    }
    packetWaits = !decoder.send(packet);
    if (!packetWaits) {
      av_packet_unref(packet);
    }
  }

  /**
   * Forgets all frames and goes back to a sync frame. Reads its packet, not more.
   *
   * @return whether there is such a packet, which is decoded next; its flags tell whether this really is a sync frame
   */
  boolean seek(long timestamp) throws MediaException, IOException, InterruptedException {
    av_packet_unref(packet);
    decoder.reset();
    packetWaits = input.seek(stream.index(), timestamp) && input.read(packet, stream.index());
    return packetWaits;
  }

  /** The packet that is decoded next, after {@link #seek}. */
  AVPacket waitingPacket() {
    return packet;
  }

  /** Packets and pictures that could not be decoded. */
  long damaged() {
    return decoder.damaged() + input.skipped();
  }

  AVStream stream() {
    return stream;
  }

  @Override
  public void close() {
    av_packet_free(packet);
    decoder.close();
  }
}
