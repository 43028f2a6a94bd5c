package io.heimdex.operators.detect;

import io.heimdex.operators.media.FrameScanner;
import io.heimdex.operators.media.MediaException;
import io.heimdex.operators.shot.SyntheticVideo;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Scans synthetic videos, found by the path of their URL, and lets a test step in before each batch. */
public final class ScriptedScanner implements FrameScanner {
  /** Called on the worker's thread. */
  public interface Script {
    Script NONE = (path, frame) -> {};

    /** {@code frame} is the first one of the batch that comes next. */
    void before(String path, int frame) throws MediaException, IOException, InterruptedException;
  }

  /** What was asked for. */
  public record Call(String path, long fromMicros, long toMicros) {}

  private final Map<String, SyntheticVideo> videos;
  private final int batchFrames;
  private final Script script;
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  public ScriptedScanner(Map<String, SyntheticVideo> videos, int batchFrames, Script script) {
    this.videos = videos;
    this.batchFrames = batchFrames;
    this.script = script;
  }

  public List<Call> calls() {
    return calls;
  }

  @Override
  public void scan(String url, VideoInfo info, long fromMicros, long toMicros, BatchHandler handler)
      throws MediaException, IOException, InterruptedException {
    String path = URI.create(url).getPath();
    calls.add(new Call(path, fromMicros, toMicros));
    SyntheticVideo video = videos.get(path);
    int end = toMicros == Long.MAX_VALUE ? video.frames() : video.frameAt(toMicros);
    int from = video.frameAt(fromMicros);
    do {
      script.before(path, from);
      int to = Math.min(end, from + batchFrames);
      handler.handle(video.slice(from, to, to == end));
      from = to;
    } while (from < end);
  }
}
