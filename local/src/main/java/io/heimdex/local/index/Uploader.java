package io.heimdex.local.index;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Uploads files, large ones in parts. The same file gives the same eTag. */
final class Uploader {
  /** Also the size from which parts are used: part of what makes an eTag repeatable. */
  private static final long PART_BYTES = 64L << 20;

  private final S3Client s3;
  private final String bucket;
  private final Map<String, String> metadata;

  /** @param metadata of the objects */
  Uploader(S3Client s3, String bucket, Map<String, String> metadata) {
    this.s3 = s3;
    this.bucket = bucket;
    this.metadata = metadata;
  }

  /**
   * Uploads a file under a key.
   *
   * @param sent told the bytes of every part that has been sent
   * @return the eTag, without quotes
   */
  String upload(Path file, String key, LongConsumer sent) throws IOException {
    long size = Files.size(file);
    String eTag = size <= PART_BYTES ? whole(file, key) : inParts(file, key, size, sent);
    if (size <= PART_BYTES) {
      sent.accept(size);
    }
    return eTag.replace("\"", "");
  }

  private String whole(Path file, String key) {
    return s3.putObject(
            put -> put.bucket(bucket).key(key).metadata(metadata), RequestBody.fromFile(file))
        .eTag();
  }

  private String inParts(Path file, String key, long size, LongConsumer sent) {
    String uploadId = s3.createMultipartUpload(
            create -> create.bucket(bucket).key(key).metadata(metadata))
        .uploadId();
    try {
      List<CompletedPart> parts = new ArrayList<>();
      for (long from = 0; from < size; from += PART_BYTES) {
        long length = Math.min(PART_BYTES, size - from);
        parts.add(part(file, key, uploadId, parts.size() + 1, from, length));
        sent.accept(length);
      }
      return s3.completeMultipartUpload(complete -> complete
              .bucket(bucket)
              .key(key)
              .uploadId(uploadId)
              .multipartUpload(upload -> upload.parts(parts)))
          .eTag();
    } catch (RuntimeException e) {
      s3.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(uploadId));
      throw e;
    }
  }

  private CompletedPart part(
      Path file, String key, String uploadId, int number, long from, long length) {
    String eTag = s3.uploadPart(
            part -> part.bucket(bucket).key(key).uploadId(uploadId).partNumber(number),
            RequestBody.fromContentProvider(
                () -> open(file, from), length, "application/octet-stream"))
        .eTag();
    return CompletedPart.builder().partNumber(number).eTag(eTag).build();
  }

  /** A stream of its own for every try: the SDK closes what it has read. */
  private static InputStream open(Path file, long from) {
    try {
      InputStream in = Files.newInputStream(file);
      in.skipNBytes(from);
      return in;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
