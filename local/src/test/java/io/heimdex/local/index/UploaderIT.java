package io.heimdex.local.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.local.TestStack;
import io.heimdex.local.stack.StackAddresses;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

@ExtendWith(TestStack.class)
class UploaderIT {
  private static final long PART_BYTES = 64L << 20;

  @TempDir
  private Path folder;

  @Test
  void aFileOfSeveralPartsArrivesAsItIs(StackAddresses addresses) throws Exception {
    // Given
    Path file = folder.resolve("large");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(2 * PART_BYTES + 12_345);
      for (long at : new long[] {0, PART_BYTES - 4, PART_BYTES + 7, 2 * PART_BYTES + 12_337}) {
        sparse.seek(at);
        sparse.writeLong(at + 1);
      }
    }
    List<Long> sent = new ArrayList<>();

    try (S3Client s3 = TestStack.s3(addresses)) {
      // When
      String eTag = new Uploader(s3, addresses.derivedBucket(), Map.of())
          .upload(file, "uploader-it/large", sent::add);

      // Then
      assertThat(sent).containsExactly(PART_BYTES, PART_BYTES, 12_345L);
      assertThat(eTag).endsWith("-3");
      Path copy = folder.resolve("copy");
      s3.getObject(get -> get.bucket(addresses.derivedBucket()).key("uploader-it/large"), copy);
      assertThat(Files.mismatch(file, copy)).isEqualTo(-1);
      s3.deleteObject(delete -> delete.bucket(addresses.derivedBucket()).key("uploader-it/large"));
    }
  }
}
