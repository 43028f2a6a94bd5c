package io.heimdex.operators.storage;

import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/** The bytes of an object, with the exceptions that {@link ObjectStore} promises. */
final class S3ObjectStream extends InputStream {
  private final ResponseInputStream<?> body;
  private final String bucket;
  private final String key;
  private boolean atEnd;

  S3ObjectStream(ResponseInputStream<?> body, String bucket, String key) {
    this.body = body;
    this.bucket = bucket;
    this.key = key;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      int count = body.read(bytes, offset, length);
      atEnd = count < 0;
      return count;
    } catch (SdkException e) {
      throw S3Errors.of("Reading", bucket, key, e);
    }
  }

  /** Before the end the connection is given up: closing it alone would read on to the end. */
  @Override
  public void close() throws IOException {
    if (!atEnd) {
      body.abort();
    }
    body.close();
  }
}
