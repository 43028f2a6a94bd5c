package io.heimdex.operators.publish;

import com.pgvector.PGvector;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ByteConverter;

/**
 * Writes PostgreSQL's binary COPY format: per row the number of fields, per field its length and bytes, all big-endian.
 *
 * <p>Closing ends the data; the stream beneath is closed too.
 */
final class BinaryCopy implements AutoCloseable {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };
  private static final int NULL = -1;
  private static final int END = -1;

  private final DataOutputStream out;

  BinaryCopy(OutputStream out) throws IOException {
    this.out = new DataOutputStream(out);
    this.out.write(SIGNATURE);
    this.out.writeInt(0); // no flags
    this.out.writeInt(0); // no header extension
  }

  void row(int fields) throws IOException {
    out.writeShort(fields);
  }

  void uuid(UUID value) throws IOException {
    out.writeInt(16);
    out.writeLong(value.getMostSignificantBits());
    out.writeLong(value.getLeastSignificantBits());
  }

  void integer(int value) throws IOException {
    out.writeInt(4);
    out.writeInt(value);
  }

  void bigint(long value) throws IOException {
    out.writeInt(8);
    out.writeLong(value);
  }

  void text(@Nullable String value) throws IOException {
    field(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  /** Its only version is 1. */
  void jsonb(@Nullable String value) throws IOException {
    field(value == null ? null : ('\1' + value).getBytes(StandardCharsets.UTF_8));
  }

  void numeric(@Nullable BigDecimal value) throws IOException {
    field(value == null ? null : ByteConverter.numeric(value));
  }

  void vector(float @Nullable [] value) throws IOException {
    if (value == null) {
      field(null);
      return;
    }
    PGvector vector = new PGvector(value);
    byte[] bytes = new byte[vector.lengthInBytes()];
    vector.toBytes(bytes, 0);
    field(bytes);
  }

  private void field(byte @Nullable [] bytes) throws IOException {
    if (bytes == null) {
      out.writeInt(NULL);
      return;
    }
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  void end() throws IOException {
    out.writeShort(END);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
