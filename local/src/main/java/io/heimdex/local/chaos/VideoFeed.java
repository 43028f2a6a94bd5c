package io.heimdex.local.chaos;

import io.heimdex.local.stack.StackAddresses;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the job work, and knows what has become of it. All that it does is done by one thread, one after the other; a call waits
 * for its turn.
 */
final class VideoFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VideoFeed.class);
  private static final long TICK_MILLIS = 200;
  private static final int OLD_NOTICES = 3;
  private static final int ONE_IN = 4;

  private final List<FedVideo> videos;
  private final Random random;
  private final UploadClient client;
  private final VideoStates states;
  private final UploadChecks checks;
  private final FrameBudget budget = new FrameBudget();
  private final AtomicLong inWork = new AtomicLong();
  private final AtomicLong variants = new AtomicLong();
  private final List<String> failures = new ArrayList<>();
  private final ScheduledExecutorService thread;
  private int width;
  private boolean settling;
  private @Nullable Exception fault;

  /**
   * @param seed of the contents that videos take in the meantime
   * @param checks told of every upload that is indexed
   */
  VideoFeed(StackAddresses stack, List<Content> contents, long seed, UploadChecks checks) {
    this.checks = checks;
    this.videos = contents.stream().map(FedVideo::new).toList();
    this.random = new Random(seed);
    this.client = new UploadClient(stack);
    this.states = new VideoStates(stack.database());
    this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
      Thread created = new Thread(task, "video-feed");
      created.setDaemon(true);
      return created;
    });
    thread.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** From now on keeps as many videos under way, giving them other contents again and again; 0 ends that. */
  void keepInWork(int count) throws Exception {
    call(() -> width = count);
  }

  /** From now on gives videos their last contents wherever they have others, so that faults hit those. */
  void settle() throws Exception {
    call(() -> settling = true);
  }

  /** Videos that are neither indexed nor failed in their current content, as of a moment ago. */
  long inWork() {
    return inWork.get();
  }

  /** What the uploads so far ask to be decoded. */
  FrameBudget budget() throws Exception {
    return call(budget::copy);
  }

  /** Videos whose current content failed, with their codes. */
  List<String> failures() throws Exception {
    return call(() -> List.copyOf(failures));
  }

  /** Sends the current notifications of all videos again. */
  void sendAgain() throws Exception {
    call(() -> {
      for (FedVideo video : videos) {
        FedVideo.Upload current = video.current();
        if (current != null) {
          client.send(current.notification());
        }
      }
      return null;
    });
  }

  /** Sends notifications of former contents, which are not there any more. */
  void sendOld() throws Exception {
    call(() -> {
      for (FedVideo video : videos) {
        int former = Math.max(0, video.uploads().size() - 1);
        for (int i = Math.max(0, former - OLD_NOTICES); i < former; i++) {
          client.send(video.uploads().get(i).notification());
        }
      }
      return null;
    });
  }

  /** Asks for a video again that is indexed. */
  void reprocess(int choice) throws Exception {
    call(() -> {
      FedVideo video = videos.get(choice % videos.size());
      FedVideo.Upload current = video.current();
      if (current != null) {
        client.reprocess(video, current);
        budget.add(current.content());
      }
      return null;
    });
  }

  /** Deletes a video, one that is under way if there is any, and uploads it again with another content. */
  void deleteAndUpload(int choice) throws Exception {
    call(() -> {
      List<FedVideo> candidates = videos.stream().filter(states::isInWork).toList();
      List<FedVideo> chosen = candidates.isEmpty() ? videos : candidates;
      FedVideo video = chosen.get(choice % chosen.size());
      client.delete(video);
      upload(video, another(video));
      return null;
    });
  }

  /** The job reads all notifications again: what is in the bucket now is decoded once more. */
  void replayed() throws Exception {
    call(() -> {
      for (FedVideo video : videos) {
        FedVideo.Upload current = video.current();
        if (current != null) {
          budget.add(current.content());
        }
      }
      return null;
    });
  }

  /**
   * Gives every video its last content and waits until each is indexed or failed.
   *
   * @return videos that were not in time
   */
  List<String> finish(Duration patience) throws Exception {
    keepInWork(0);
    awaitQuiet(patience);
    call(() -> {
      for (FedVideo video : videos) {
        if (!video.isLast()) {
          upload(video, video.last());
        }
      }
      return null;
    });
    awaitQuiet(patience);
    return call(() -> videos.stream()
        .filter(states::isInWork)
        .map(video -> video.videoId() + " (" + states.describe(video) + ")")
        .toList());
  }

  /** The generations of the contents that the videos have in the end. */
  List<FedVideo.Upload> current() throws Exception {
    return call(() -> videos.stream()
        .map(FedVideo::current)
        .filter(java.util.Objects::nonNull)
        .toList());
  }

  private void awaitQuiet(Duration patience) throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    while (countInWork() > 0 && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
    }
  }

  private long countInWork() throws Exception {
    return call(() -> {
      look();
      return inWork.get();
    });
  }

  private void tick() {
    try {
      look();
      while (inWork.get() < width && upload()) {
        inWork.incrementAndGet();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      LOG.error("The feed fails", e);
      fault = e;
    }
  }

  private void look() {
    try {
      states.read();
      check();
    } catch (SQLException e) {
      LOG.debug("The database is away", e);
    }
    inWork.set(videos.stream().filter(states::isInWork).count());
    for (FedVideo video : videos) {
      String failure = states.failure(video);
      if (failure != null && !failures.contains(failure)) {
        failures.add(failure);
      }
    }
  }

  private void check() throws SQLException {
    for (FedVideo video : videos) {
      FedVideo.Upload current = video.current();
      if (current != null && !checks.isDone(current) && states.isIndexed(video)) {
        checks.check(video, current, states.scenes(video));
      }
    }
  }

  /** Uploads another content of a video that is done. False if there is none. */
  private boolean upload() throws IOException, InterruptedException {
    List<FedVideo> idle =
        videos.stream().filter(Predicate.not(states::isInWork)).toList();
    if (idle.isEmpty()) {
      return false;
    }
    FedVideo video = idle.get(random.nextInt(idle.size()));
    upload(video, another(video));
    return true;
  }

  /** Sometimes what the video is to be in the end: that must survive faults too. Else always something new. */
  private Content another(FedVideo video) throws IOException {
    if (!video.isLast() && (settling || random.nextInt(ONE_IN) == 0)) {
      return video.last();
    }
    Content drawn = videos.get(random.nextInt(videos.size())).last();
    return drawn.variant(variants.incrementAndGet());
  }

  private void upload(FedVideo video, Content content) throws IOException, InterruptedException {
    video.uploaded(client.upload(video, content));
    budget.add(content);
  }

  private <T> T call(Callable<T> action) throws Exception {
    if (fault != null) {
      throw fault;
    }
    try {
      return thread.submit(action).get(10, TimeUnit.MINUTES);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      throw new IOException("S3 or Kafka took no upload for ten minutes", e);
    }
  }

  /** Ends the work where it is. */
  @Override
  public void close() throws InterruptedException {
    thread.shutdownNow();
    thread.awaitTermination(10, TimeUnit.SECONDS);
    client.close();
    states.close();
  }
}
