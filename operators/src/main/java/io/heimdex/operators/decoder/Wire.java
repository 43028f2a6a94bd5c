package io.heimdex.operators.decoder;

import io.heimdex.operators.media.FeatureKind;
import io.heimdex.operators.media.FrameBatch;
import io.heimdex.operators.media.ScanTier;
import io.heimdex.schema.Damage;
import io.heimdex.schema.Keyframe;
import io.heimdex.schema.VideoInfo;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes between the job and a decoder process. Each side begins with {@link #MAGIC} and {@link #VERSION}; then come messages: length, type,
 * content. What is read is bounded before it is allocated, and what it means is for {@link AnswerCheck}.
 */
final class Wire {
  static final int MAGIC = 0x48444543; // HDEC
  static final int VERSION = 2;

  /** Of a message: a batch holds at most 256 frames and some keyframes of at most about 100 KB. */
  static final int MAX_BYTES = 4 << 20;
  /** Of a text. A presigned address has some hundred. */
  static final int MAX_TEXT = 16_384;

  /** What a message says; its ordinal stands on the wire. */
  enum Type {
    // To the process.
    PROBE,
    SCAN,
    // From it.
    READY,
    PULSE,
    PROBED,
    BATCH,
    DONE,
    REJECTED,
    FAILED,
    FAULT,
    BYE;

    private static final Type[] ALL = values();

    static Type of(int ordinal) throws IOException {
      if (ordinal < 0 || ordinal >= ALL.length) {
        throw new IOException("Unknown type of message " + ordinal);
      }
      return ALL[ordinal];
    }
  }

  private Wire() {}

  static void writeHead(DataOutputStream out) throws IOException {
    out.writeInt(MAGIC);
    out.writeInt(VERSION);
  }

  static void readHead(DataInputStream in) throws IOException {
    int magic = in.readInt();
    if (magic != MAGIC) {
      throw new IOException(
          "Expected a decoder's messages, but they begin with " + Integer.toHexString(magic));
    }
    int version = in.readInt();
    if (version != VERSION) {
      throw new IOException("Unknown version " + version);
    }
  }

  static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String readText(DataInputStream in) throws IOException {
    int length = readCount(in, MAX_TEXT, "bytes of text");
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Bytes of a message that is in memory already: no more than its own length can be there. */
  private static byte[] readBytes(DataInputStream in, String what) throws IOException {
    byte[] bytes = new byte[readCount(in, in.available(), what)];
    in.readFully(bytes);
    return bytes;
  }

  static ScanTier readTier(DataInputStream in) throws IOException {
    return ScanTier.values()[readCount(in, ScanTier.values().length - 1, "as a tier")];
  }

  static FeatureKind readKind(DataInputStream in) throws IOException {
    return FeatureKind.values()[
        readCount(in, FeatureKind.values().length - 1, "as a kind of features")];
  }

  static int readCount(DataInputStream in, int most, String what) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > most) {
      throw new IOException(count + " " + what + "; expected 0 to " + most);
    }
    return count;
  }

  static void writeInfo(DataOutputStream out, VideoInfo info) throws IOException {
    writeText(out, info.container());
    writeText(out, info.codec());
    writeText(out, info.mimeType());
    out.writeInt(info.streamIndex());
    out.writeInt(info.width());
    out.writeInt(info.height());
    out.writeInt(info.rotationDegrees());
    out.writeDouble(info.pixelAspect());
    out.writeDouble(info.frameRate());
    out.writeLong(info.startMicros());
    out.writeLong(info.durationMicros());
    out.writeLong(info.sizeBytes());
    out.writeBoolean(info.hasAudio());
    out.writeBoolean(info.seekable());
    out.writeBoolean(info.mirrored());
  }

  static VideoInfo readInfo(DataInputStream in) throws IOException {
    return new VideoInfo(
        readText(in),
        readText(in),
        readText(in),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readDouble(),
        in.readDouble(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readBoolean(),
        in.readBoolean(),
        in.readBoolean());
  }

  static void writeBatch(DataOutputStream out, FrameBatch batch) throws IOException {
    out.writeInt(batch.ptsMicros().length);
    for (long time : batch.ptsMicros()) {
      out.writeLong(time);
    }
    out.writeInt(batch.features().length);
    out.write(batch.features());
    out.writeInt(batch.candidates().size());
    for (Keyframe candidate : batch.candidates()) {
      out.writeLong(candidate.ptsMicros());
      out.writeInt(candidate.jpeg().length);
      out.write(candidate.jpeg());
      out.writeFloat(candidate.brightness());
      out.writeFloat(candidate.contrast());
      out.writeFloat(candidate.clipped());
      out.writeFloat(candidate.sharpness());
    }
    out.writeLong(batch.endMicros());
    out.writeBoolean(batch.last());
    out.writeLong(batch.damage().count());
    out.writeLong(batch.damage().firstMicros());
  }

  static FrameBatch readBatch(DataInputStream in) throws IOException {
    int frames = readCount(in, MAX_BYTES / Long.BYTES, "frames");
    long[] times = new long[frames];
    for (int i = 0; i < frames; i++) {
      times[i] = in.readLong();
    }
    byte[] features = readBytes(in, "bytes of features");
    int count = readCount(in, frames, "candidates of " + frames + " frames");
    List<Keyframe> candidates = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      candidates.add(readCandidate(in));
    }
    return new FrameBatch(
        times,
        features,
        candidates,
        in.readLong(),
        in.readBoolean(),
        new Damage(in.readLong(), in.readLong()));
  }

  private static Keyframe readCandidate(DataInputStream in) throws IOException {
    long time = in.readLong();
    return new Keyframe(
        time,
        readBytes(in, "bytes of a picture"),
        in.readFloat(),
        in.readFloat(),
        in.readFloat(),
        in.readFloat());
  }
}
