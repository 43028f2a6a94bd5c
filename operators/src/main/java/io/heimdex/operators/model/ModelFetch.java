package io.heimdex.operators.model;

import io.heimdex.operators.onnx.OnnxModelFile;
import io.heimdex.operators.outage.Outage;
import io.heimdex.operators.storage.ObjectForbiddenException;
import io.heimdex.operators.storage.ObjectStore;
import io.heimdex.operators.storage.ObjectStore.ObjectPage;
import io.heimdex.operators.storage.ObjectStore.StoredObject;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a model's directory from S3 to this machine, unless it is there already. Threads and processes that want the same one wait
 * for the first of them. What a crash left half is gone on with.
 *
 * <p>An outage of S3 is waited through as long as something arrives now and then.
 *
 * <p>Not thread-safe.
 */
final class ModelFetch {
  private static final Logger LOG = LoggerFactory.getLogger(ModelFetch.class);
  /** How long nothing may arrive. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int BUFFER_BYTES = 1 << 20;
  private static final String PART = ".part";
  private static final int KEY_BYTES = 8;

  private final ObjectStore store;
  private final S3Location from;
  private final Path folder;
  private final Outage outage;
  private final byte[] buffer = new byte[BUFFER_BYTES];

  private long arrivedNanos;
  private long loggedNanos;
  private long wantedBytes;
  private long fetchedBytes;

  /** @param folder that keeps fetched models */
  ModelFetch(ObjectStore store, S3Location from, Path folder) {
    this.store = store;
    this.from = from;
    this.folder = folder;
    this.outage =
        new Outage("S3, for the model " + from.setting() + ",", new ThreadSafeSimpleCounter());
  }

  /**
   * The model's directory on this machine.
   *
   * @throws ModelFileException if there is none in S3, it can't be read or kept, or S3 is away for long
   */
  Path run() throws InterruptedException {
    arrivedNanos = System.nanoTime();
    int tries = 0;
    while (true) {
      long before = arrivedNanos;
      try {
        Path directory = tried();
        outage.over();
        return directory;
      } catch (AwayException e) {
        tries = before == arrivedNanos ? tries + 1 : 1;
        if (System.nanoTime() - arrivedNanos > PATIENCE.toNanos()) {
          throw wrong("can't be fetched: " + e.fault.getMessage(), e.fault);
        }
        Thread.sleep(outage.fault(tries, e.fault).toMillis());
      } catch (IOException e) {
        throw wrong("can't be kept in " + folder + ": " + e, e);
      }
    }
  }

  private Path tried() throws AwayException, IOException, InterruptedException {
    List<StoredObject> objects = listed();
    CachedModel cached = new CachedModel(folder, key(objects), from.name());
    Closeable lock = cached.lock();
    try {
      if (!cached.isWhole()) {
        fetch(objects, cached);
      }
      return cached.directory();
    } finally {
      lock.close();
    }
  }

  private List<StoredObject> listed() throws AwayException {
    List<StoredObject> objects = new ArrayList<>();
    String next = null;
    try {
      do {
        ObjectPage page = store.listPage(from.bucket(), from.prefix(), next);
        page.objects().stream().filter(object -> from.needs(path(object))).forEach(objects::add);
        next = page.next();
      } while (next != null);
    } catch (FileNotFoundException e) {
      throw wrong("can't be fetched: " + e.getMessage(), e);
    } catch (IOException e) {
      throw away(e);
    }
    if (objects.isEmpty()) {
      throw new ModelFileException("The model " + from.setting()
          + " has no object in S3; expected the files of a model under s3://" + from.bucket() + "/"
          + from.prefix());
    }
    return objects;
  }

  private String path(StoredObject object) {
    return object.key().substring(from.prefix().length());
  }

  /** Another one for each version of the files, as far as the server can tell. */
  private String key(List<StoredObject> objects) {
    MessageDigest digest = OnnxModelFile.sha256();
    digest.update((from.bucket() + "/" + from.prefix()).getBytes(StandardCharsets.UTF_8));
    for (StoredObject object : objects) {
      digest.update(("\n" + object).getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, KEY_BYTES);
  }

  private void fetch(List<StoredObject> objects, CachedModel cached)
      throws AwayException, IOException, InterruptedException {
    cached.removeAbandoned();
    wantedBytes = objects.stream().mapToLong(StoredObject::sizeBytes).sum();
    fetchedBytes = 0;
    log("Fetching");
    for (StoredObject object : objects) {
      fetch(object, cached.unfinished(path(object)));
    }
    cached.finish();
    log("Fetched");
  }

  /** A file that has its name is whole. */
  private void fetch(StoredObject object, Path file)
      throws AwayException, IOException, InterruptedException {
    if (Files.exists(file)) {
      fetchedBytes += object.sizeBytes();
      return;
    }
    Path part = file.resolveSibling(file.getFileName() + PART);
    try (FileChannel out = FileChannel.open(
        part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      if (out.size() > object.sizeBytes()) {
        out.truncate(0);
      }
      fetchedBytes += out.size();
      if (out.size() < object.sizeBytes()) {
        append(object, out);
      }
      out.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void append(StoredObject object, FileChannel out)
      throws AwayException, IOException, InterruptedException {
    try (InputStream in = opened(object, out.size())) {
      for (int count = read(in); count >= 0; count = read(in)) {
        out.write(ByteBuffer.wrap(buffer, 0, count));
        arrived(count);
      }
    }
    if (out.size() != object.sizeBytes()) {
      throw away(new IOException("s3://" + from.bucket() + "/" + object.key() + " ended after "
          + out.size() + " bytes of " + object.sizeBytes()));
    }
  }

  private InputStream opened(StoredObject object, long offset) throws AwayException {
    try {
      return store.open(from.bucket(), object, offset);
    } catch (IOException e) {
      throw away(e);
    }
  }

  private int read(InputStream in) throws AwayException {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw away(e);
    }
  }

  private void arrived(int bytes) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Fetching " + from.setting() + " was interrupted");
    }
    fetchedBytes += bytes;
    arrivedNanos = System.nanoTime();
    if (arrivedNanos - loggedNanos > LOG_NANOS) {
      log("Fetching");
    }
  }

  private void log(String what) {
    loggedNanos = System.nanoTime();
    LOG.info("{} {}: {} of {} MB", what, from.setting(), fetchedBytes >> 20, wantedBytes >> 20);
  }

  private ModelFileException wrong(String what, IOException cause) {
    return new ModelFileException("The model " + from.setting() + " " + what, cause);
  }

  /** @throws ModelFileException if waiting does not help */
  private AwayException away(IOException fault) {
    if (fault instanceof ObjectForbiddenException) {
      throw wrong("can't be read with these credentials: " + fault.getMessage(), fault);
    }
    return new AwayException(fault);
  }

  /** S3 does not answer as it should: another try may help. Faults of this machine's disk are plain {@link IOException}s. */
  private static final class AwayException extends Exception {
    private static final long serialVersionUID = 1L;

    private final IOException fault;

    AwayException(IOException fault) {
      super(fault);
      this.fault = fault;
    }
  }
}
