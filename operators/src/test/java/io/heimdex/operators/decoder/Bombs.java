package io.heimdex.operators.decoder;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/** Files that are small and ask for much. */
final class Bombs {
  private static final long UNKNOWN_LENGTH = 0x01ffffffffffffffL;

  private Bombs() {}

  /** The bytes of one Motion JPEG picture in a container. */
  static final class Picture {
    private final byte[] file;
    private final int start;
    private final int end;

    private Picture(byte[] file, int start, int end) {
      this.file = file;
      this.start = start;
      this.end = end;
    }

    /** Overwrites all of it. */
    void fill(int value) {
      Arrays.fill(file, start, end, (byte) value);
    }

    /** Overwrites the size in its frame header. */
    void claim(int width, int height) {
      for (int i = start; i < end - 9; i++) {
        if ((file[i] & 0xff) == 0xff && (file[i + 1] & 0xff) == 0xc0) {
          ByteBuffer.wrap(file).putShort(i + 5, (short) height).putShort(i + 7, (short) width);
          return;
        }
      }
      throw new IllegalStateException("The picture has no header");
    }
  }

  /** Changes the pictures of a Motion JPEG video, the container stays as it is. */
  static Path inPicturesOf(Path video, Path target, Consumer<Picture> change) throws IOException {
    byte[] file = Files.readAllBytes(video);
    int start = indexOf(file, 0, 0xff, 0xd8, 0xff);
    while (start >= 0) {
      int end = indexOf(file, start, 0xff, 0xd9);
      change.accept(new Picture(file, start, end < 0 ? file.length : end));
      start = end < 0 ? -1 : indexOf(file, end, 0xff, 0xd8, 0xff);
    }
    return Files.write(target, file);
  }

  /** Has the sample description of an MP4 claim a size; the pictures stay as they are. */
  static Path claimInMp4(Path video, Path target, String codec, int width, int height)
      throws IOException {
    byte[] file = Files.readAllBytes(video);
    byte[] name = codec.getBytes(StandardCharsets.US_ASCII);
    int description = indexOf(file, 0, 's', 't', 's', 'd');
    int entry = indexOf(file, description, name[0], name[1], name[2], name[3]);
    ByteBuffer.wrap(file).putShort(entry + 28, (short) width).putShort(entry + 30, (short) height);
    return Files.write(target, file);
  }

  /** An MP4 of nothing but tracks. */
  static Path streams(Path target, int count) throws IOException {
    byte[] track = box("trak", box("mdia", new byte[0]));
    ByteArrayOutputStream tracks = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      tracks.write(track);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(box("ftyp", "isom\0\0\0\0isom".getBytes(StandardCharsets.US_ASCII)));
    file.write(box("moov", tracks.toByteArray()));
    file.write(box("mdat", new byte[100]));
    return Files.write(target, file.toByteArray());
  }

  /** A Matroska video with many tags, each of another name: FFmpeg compares each with all before it. */
  static Path tags(Path video, Path target, int count) throws IOException {
    ByteArrayOutputStream tags = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      byte[] name = element(0x45a3, Integer.toString(i, 36).getBytes(StandardCharsets.US_ASCII));
      byte[] text = element(0x4487, new byte[] {'x'});
      tags.write(element(0x67c8, concat(name, text)));
    }
    byte[] file = Files.readAllBytes(video);
    int segment = indexOf(file, 0, 0x18, 0x53, 0x80, 0x67);
    ByteBuffer.wrap(file).putLong(segment + 4, UNKNOWN_LENGTH);
    int cluster = indexOf(file, segment, 0x1f, 0x43, 0xb6, 0x75);
    byte[] bomb = concat(
        Arrays.copyOf(file, cluster), element(0x1254c367, element(0x7373, tags.toByteArray())));
    return Files.write(target, concat(bomb, Arrays.copyOfRange(file, cluster, file.length)));
  }

  private static byte[] box(String type, byte[] content) {
    return ByteBuffer.allocate(8 + content.length)
        .putInt(8 + content.length)
        .put(type.getBytes(StandardCharsets.US_ASCII))
        .put(content)
        .array();
  }

  private static byte[] element(int id, byte[] content) {
    int idBytes = (31 - Integer.numberOfLeadingZeros(id)) / 8 + 1;
    ByteBuffer element = ByteBuffer.allocate(idBytes + 8 + content.length);
    for (int i = idBytes - 1; i >= 0; i--) {
      element.put((byte) (id >> 8 * i));
    }
    return element.putLong(0x0100000000000000L | content.length).put(content).array();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static int indexOf(byte[] file, int from, int... wanted) {
    for (int i = from; i <= file.length - wanted.length; i++) {
      int matched = 0;
      while (matched < wanted.length && (file[i + matched] & 0xff) == (wanted[matched] & 0xff)) {
        matched++;
      }
      if (matched == wanted.length) {
        return i;
      }
    }
    return -1;
  }
}
