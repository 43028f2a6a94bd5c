package io.heimdex.operators.janitor;

import io.heimdex.operators.storage.ObjectStore;
import io.heimdex.operators.storage.ObjectStore.MultipartUpload;
import io.heimdex.operators.storage.ObjectStore.UploadPage;
import io.heimdex.schema.ObjectKeys;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Aborts multipart uploads that were begun long ago and never finished. In buckets of users only where that was asked for. */
final class MultipartSweep {
  private final ObjectStore store;
  private final String bucket;
  private final JanitorSettings settings;
  private final SweepCounts counts;
  private final Pace pace;

  MultipartSweep(
      ObjectStore store, String bucket, JanitorSettings settings, SweepCounts counts, Pace pace) {
    this.store = store;
    this.bucket = bucket;
    this.settings = settings;
    this.counts = counts;
    this.pace = pace;
  }

  void run() throws IOException, InterruptedException {
    for (String prefix : List.of(ObjectKeys.THUMBNAILS, ObjectKeys.SIDECARS)) {
      run(bucket, prefix, settings.multipartAge());
    }
    Duration uploadAge = settings.uploadAge();
    if (uploadAge != null) {
      for (String uploads : settings.uploadBuckets()) {
        run(uploads, "", uploadAge);
      }
    }
  }

  private void run(String in, String prefix, Duration age)
      throws IOException, InterruptedException {
    Instant limit = Instant.now().minus(age);
    MultipartUpload last = null;
    do {
      pace.await();
      UploadPage page = store.multipartUploads(in, prefix, last);
      for (MultipartUpload upload : page.uploads()) {
        counts.multipartUploads.found(1);
        if (!upload.begun().isAfter(limit)) {
          abort(in, upload);
        }
      }
      last = page.next();
    } while (last != null);
  }

  private void abort(String in, MultipartUpload upload) throws IOException, InterruptedException {
    if (!settings.dryRun()) {
      pace.await();
      store.abort(in, upload);
    }
    counts.multipartUploads.removable(1);
  }
}
