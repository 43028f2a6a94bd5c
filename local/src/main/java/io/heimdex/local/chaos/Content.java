package io.heimdex.local.chaos;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * What a video is at a time: a file, or the same pictures in other bytes.
 *
 * @param index of the file among those of the run
 * @param suffix nothing, or a box that every reader of the format skips
 */
record Content(int index, Path file, byte[] suffix) {
  private static final byte[] NONE = new byte[0];
  private static final int BOX_BYTES = 16;

  /** The file as it is. */
  static Content of(int index, Path file) {
    return new Content(index, file, NONE);
  }

  /** The same with another eTag; where the format has no such box, the file as it is. */
  Content variant(long number) throws IOException {
    return isIsoMedia()
        ? new Content(
            index,
            file,
            ByteBuffer.allocate(BOX_BYTES)
                .putInt(BOX_BYTES)
                .put("free".getBytes(StandardCharsets.US_ASCII))
                .putLong(number)
                .array())
        : this;
  }

  boolean isWhole() {
    return suffix.length == 0;
  }

  long sizeBytes() throws IOException {
    return Files.size(file) + suffix.length;
  }

  /** For a request that may be repeated. */
  RequestBody body() throws IOException {
    return RequestBody.fromContentProvider(this::open, sizeBytes(), "application/octet-stream");
  }

  private InputStream open() {
    try {
      return new SequenceInputStream(Files.newInputStream(file), new ByteArrayInputStream(suffix));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isIsoMedia() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(8);
      return head.length == 8
          && Arrays.equals(
              Arrays.copyOfRange(head, 4, 8), "ftyp".getBytes(StandardCharsets.US_ASCII));
    }
  }

  @Override
  public String toString() {
    return file.getFileName() + (isWhole() ? "" : " (changed)");
  }
}
