package io.heimdex.operators.publish;

import io.heimdex.schema.KafkaPosition;
import io.heimdex.schema.PublishKind;
import io.heimdex.schema.VideoInfo;
import io.heimdex.schema.VideoRef;
import io.heimdex.schema.VideoWarning;
import io.heimdex.schema.WarningCode;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * Committables in checkpoints. Texts are written as Flink's {@link StringValue}: of any length, and null.
 *
 * <p>A new component means a new version; the former ones stay readable, with a default for what they lack.
 */
public final class SceneIndexCommittableSerializer
    implements SimpleVersionedSerializer<SceneIndexCommittable> {
  private static final int VERSION = 2;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(SceneIndexCommittable committable) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(512);
    write(committable.kind().name(), out);
    write(committable.video(), out);
    out.writeBoolean(committable.info() != null);
    if (committable.info() != null) {
      write(committable.info(), out);
    }
    write(committable.batchId(), out);
    out.writeInt(committable.expectedRows());
    out.writeLong(committable.durationMicros());
    out.writeInt(committable.warnings().size());
    for (VideoWarning warning : committable.warnings()) {
      write(warning.code().name(), out);
      write(warning.detail(), out);
    }
    return out.getCopyOfBuffer();
  }

  @Override
  public SceneIndexCommittable deserialize(int version, byte[] bytes) throws IOException {
    if (version != 1 && version != VERSION) {
      throw new IOException("Unknown version " + version);
    }
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    return new SceneIndexCommittable(
        PublishKind.valueOf(text(in)),
        videoVersion1(in),
        in.readBoolean() ? infoVersion1(in) : null,
        textOrNull(in),
        in.readInt(),
        in.readLong(),
        version == 1 ? List.of() : warnings(in));
  }

  private static List<VideoWarning> warnings(DataInput in) throws IOException {
    List<VideoWarning> warnings = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      warnings.add(new VideoWarning(WarningCode.valueOf(text(in)), text(in)));
    }
    return List.copyOf(warnings);
  }

  private static void write(VideoRef video, DataOutput out) throws IOException {
    write(video.videoId(), out);
    write(video.ownerId(), out);
    write(video.bucket(), out);
    write(video.key(), out);
    write(video.versionId(), out);
    write(video.eTag(), out);
    out.writeLong(video.sizeBytes());
    write(video.generation(), out);
    out.writeLong(video.revision());
    write(video.title(), out);
    write(video.description(), out);
    write(video.position().topic(), out);
    out.writeInt(video.position().partition());
    out.writeLong(video.position().offset());
  }

  private static VideoRef videoVersion1(DataInput in) throws IOException {
    return new VideoRef(
        text(in),
        text(in),
        text(in),
        text(in),
        textOrNull(in),
        textOrNull(in),
        in.readLong(),
        text(in),
        in.readLong(),
        textOrNull(in),
        textOrNull(in),
        new KafkaPosition(text(in), in.readInt(), in.readLong()));
  }

  /** How the picture is turned and mirrored is over by then: whether it is mirrored is left out. */
  private static void write(VideoInfo info, DataOutput out) throws IOException {
    write(info.container(), out);
    write(info.codec(), out);
    write(info.mimeType(), out);
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
  }

  private static VideoInfo infoVersion1(DataInput in) throws IOException {
    return new VideoInfo(
        text(in),
        text(in),
        text(in),
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
        false);
  }

  private static void write(@Nullable String text, DataOutput out) throws IOException {
    StringValue.writeString(text, out);
  }

  private static @Nullable String textOrNull(DataInput in) throws IOException {
    return StringValue.readString(in);
  }

  private static String text(DataInput in) throws IOException {
    String text = textOrNull(in);
    if (text == null) {
      throw new IOException("A committable has no text where one is required");
    }
    return text;
  }
}
