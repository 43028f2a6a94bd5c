package io.heimdex.local.index;

import io.heimdex.local.s3.EmbeddedS3;
import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.notice.HeimdexNotification;
import io.heimdex.schema.Generations;
import io.heimdex.schema.NoticeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import software.amazon.awssdk.services.s3.S3Client;

/** Uploads files, notifies the job, and follows the videos until each is indexed or has failed. For one thread. */
public final class VideoIndexer implements AutoCloseable {
  private static final long POLL_MILLIS = 200;

  /**
   * What the indexer talks to.
   *
   * @param ownerId whose videos these become
   * @param pipelineVersion of the running job: with it the generation of an upload is known beforehand
   */
  public record Target(
      S3Client s3,
      String uploadsBucket,
      String kafkaBootstrapServers,
      String uploadsTopic,
      DatabaseSettings database,
      String ownerId,
      String pipelineVersion) {

    /** The same for another owner, whose videos are others even if they are of the same content. */
    public Target ownedBy(String otherId) {
      return new Target(
          s3,
          uploadsBucket,
          kafkaBootstrapServers,
          uploadsTopic,
          database,
          otherId,
          pipelineVersion);
    }
  }

  private final Target target;
  private final VideoTexts texts;
  private final Uploader uploader;
  private final KafkaProducer<String, String> producer;
  private final Connection connection;
  private final VideoFollower follower;

  /** Connects to Kafka and the database. The S3 client stays the caller's. */
  public VideoIndexer(Target target) throws SQLException {
    this(target, VideoTexts.NONE);
  }

  /** The same. @param texts of each video */
  public VideoIndexer(Target target, VideoTexts texts) throws SQLException {
    this.target = target;
    this.texts = texts;
    this.uploader = new Uploader(
        target.s3(),
        target.uploadsBucket(),
        texts.equals(VideoTexts.NONE) ? Map.of() : Map.of(EmbeddedS3.NOTIFIED_BY_UPLOADER, "true"));
    this.connection = DriverManager.getConnection(
        target.database().url(), target.database().user(), target.database().password());
    this.follower = new VideoFollower(connection);
    this.producer = new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            target.kafkaBootstrapServers(),
            ProducerConfig.ACKS_CONFIG,
            "all"),
        new StringSerializer(),
        new StringSerializer());
  }

  /**
   * Indexes files. Blocks until every one is final. A file that can't be read is reported as failed and harms no other.
   *
   * @return whether all of them are indexed
   */
  public boolean index(List<Path> files, IndexListener listener)
      throws IOException, SQLException, InterruptedException {
    return index(files.iterator(), IndexLimits.NONE, listener);
  }

  /**
   * Indexes files as {@link #index(List, IndexListener)} does, within limits. The next file is asked for when it can be sent.
   *
   * @return whether all of them are indexed
   */
  public boolean index(Iterator<Path> files, IndexLimits limits, IndexListener listener)
      throws IOException, SQLException, InterruptedException {
    List<PendingVideo> pending = new ArrayList<>();
    boolean allIndexed = true;
    while (!pending.isEmpty() || files.hasNext()) {
      if (pending.size() < limits.inFlight() && files.hasNext()) {
        allIndexed &= begin(files.next(), pending, listener);
      } else {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
      allIndexed &= reportFinal(pending, limits.patience(), listener);
    }
    return allIndexed;
  }

  /** Sends a file, or reports that it can't be read. @return whether it was sent */
  private boolean begin(Path file, List<PendingVideo> pending, IndexListener listener)
      throws IOException, InterruptedException {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      listener.done(VideoReport.unreadable(file));
      return false;
    }
    pending.add(submit(file, listener));
    return true;
  }

  private PendingVideo submit(Path path, IndexListener listener)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    VideoFile file = VideoFile.of(path, target.ownerId());
    String eTag = uploader.upload(path, file.key(), bytes -> listener.sent(path, bytes));
    notifyJob(file, eTag, Files.size(path));
    String generation =
        Generations.of(target.uploadsBucket(), file.key(), eTag, target.pipelineVersion());
    return new PendingVideo(path, file.videoId(), generation, start);
  }

  private void notifyJob(VideoFile file, String eTag, long sizeBytes)
      throws IOException, InterruptedException {
    HeimdexNotification notification = new HeimdexNotification(
        NoticeKind.UPLOADED,
        file.videoId(),
        target.ownerId(),
        target.uploadsBucket(),
        file.key(),
        null,
        eTag,
        null,
        sizeBytes,
        Instant.now(),
        texts.title(),
        texts.description());
    try {
      producer
          .send(new ProducerRecord<>(target.uploadsTopic(), file.videoId(), notification.toJson()))
          .get();
    } catch (ExecutionException e) {
      throw new IOException(
          "Can't send the notification of " + file.path() + " to the topic " + target.uploadsTopic()
              + " of Kafka at " + target.kafkaBootstrapServers(),
          e.getCause());
    }
  }

  /** Reports the videos that are final or late, and takes them off the list. @return whether all of those are indexed */
  private boolean reportFinal(List<PendingVideo> pending, Duration patience, IndexListener listener)
      throws SQLException {
    boolean allIndexed = true;
    for (Iterator<PendingVideo> videos = pending.iterator(); videos.hasNext(); ) {
      PendingVideo video = videos.next();
      Optional<VideoReport> report = follower.report(video);
      if (report.isEmpty() && video.secondsSinceStart() > patience.toSeconds()) {
        report = Optional.of(VideoReport.stuck(video));
      }
      if (report.isPresent()) {
        videos.remove();
        listener.done(report.get());
        allIndexed &= report.get().isIndexed();
      }
    }
    return allIndexed;
  }

  @Override
  public void close() throws SQLException {
    producer.close();
    connection.close();
  }
}
