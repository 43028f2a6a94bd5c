package io.heimdex.operators.shot;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** States as bytes, which begin with the version of what follows. */
final class StateBytes {
  private StateBytes() {}

  /** Writes all of a state but its version. */
  @FunctionalInterface
  interface Writer {
    void write(DataOutputStream out) throws IOException;
  }

  /** Reads what a {@link Writer} of the same version wrote. */
  @FunctionalInterface
  interface Reader {
    void read(DataInputStream in) throws IOException;
  }

  static byte[] write(int version, Writer state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(version);
      state.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a state.
   *
   * @param owner whose state it is, for the error
   * @throws UncheckedIOException if it is of another version, or ends too early
   */
  static void read(byte[] bytes, int version, String owner, Reader state) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int found = in.readByte();
      if (found != version) {
        throw new IOException("Unknown version " + found + "; expected " + version);
      }
      state.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The state of " + owner + " can't be read: " + e.getMessage(), e);
    }
  }
}
