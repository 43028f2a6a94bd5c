package io.heimdex.operators.decoder;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One message between the job and a decoder process; what it holds is yet to be read. */
record Message(Wire.Type type, byte[] content) {

  /** Writes the content of a message. */
  @FunctionalInterface
  interface Writer {
    void write(DataOutputStream out) throws IOException;
  }

  /** Reads the content of a message. */
  @FunctionalInterface
  interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  static Message of(Wire.Type type, Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writer.write(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Message(type, bytes.toByteArray());
  }

  /** With a text as its content. */
  static Message of(Wire.Type type, String text) {
    return of(type, out -> Wire.writeText(out, text));
  }

  /** The whole content. */
  <T> T read(Reader<T> reader) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
    T value = reader.read(in);
    if (in.available() > 0) {
      throw new IOException(type + " has " + in.available() + " bytes too many");
    }
    return value;
  }

  void writeTo(DataOutputStream out) throws IOException {
    out.writeInt(content.length);
    out.writeByte(type.ordinal());
    out.write(content);
    out.flush();
  }

  static Message readFrom(DataInputStream in) throws IOException {
    int length = Wire.readCount(in, Wire.MAX_BYTES, "bytes of a message");
    Wire.Type type = Wire.Type.of(in.readUnsignedByte());
    byte[] content = new byte[length];
    in.readFully(content);
    return new Message(type, content);
  }
}
