package io.heimdex.local.sheet;

import io.heimdex.local.sheet.SheetPicture.Mark;
import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.image.ImageFormatException;
import io.heimdex.operators.image.RgbImage;
import io.heimdex.operators.media.MediaException;
import io.heimdex.operators.shot.BuiltScene;
import io.heimdex.operators.shot.ScannedVideo;
import io.heimdex.operators.shot.SceneScan;
import io.heimdex.operators.shot.TransitionKind;
import io.heimdex.schema.Keyframe;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the contact sheet of a video. */
public final class SheetMaker {
  private static final int TILE_SIDE = 240;

  private final SceneScan scan;
  private final int columns;

  /** @param columns pictures in a row */
  public SheetMaker(SceneScan scan, int columns) {
    this.scan = scan;
    this.columns = columns;
  }

  /**
   * A sheet.
   *
   * @param pictures on it
   */
  public record Sheet(RgbImage image, int pictures, ScannedVideo video) {}

  /**
   * Scans a video and lays out its keyframes.
   *
   * @throws MediaException if not one frame can be decoded
   * @throws IOException if reading failed, or there are more pictures than a sheet holds
   */
  public Sheet make(String path, VideoInfo info, SceneScan.Progress progress)
      throws MediaException, IOException, InterruptedException {
    Tiles tiles = new Tiles();
    ScannedVideo video = scan.scan(path, info, progress, tiles::add);
    ContactSheet sheet = new ContactSheet(columns, tiles.width, tiles.height);
    if (tiles.tiles.size() > sheet.capacity()) {
      throw new IOException("The video has " + tiles.tiles.size() + " keyframes; a sheet of "
          + columns + " columns holds " + sheet.capacity());
    }
    return new Sheet(sheet.of(tiles.pictures(video)), tiles.tiles.size(), video);
  }

  private record Tile(BuiltScene scene, boolean first, long ptsMicros, RgbImage picture) {}

  /** Takes the pictures, small, as scenes are found. */
  private static final class Tiles {
    private final List<Tile> tiles = new ArrayList<>();
    private int width = 1;
    private int height = 1;

    void add(BuiltScene scene, List<Keyframe> keyframes) {
      for (Keyframe keyframe : keyframes) {
        RgbImage picture = shrunk(keyframe);
        width = Math.max(width, picture.width());
        height = Math.max(height, picture.height());
        tiles.add(new Tile(scene, keyframe == keyframes.get(0), keyframe.ptsMicros(), picture));
      }
    }

    private static RgbImage shrunk(Keyframe keyframe) {
      try {
        RgbImage picture = ImageCodec.decode(keyframe.jpeg());
        double scale =
            Math.min(1, (double) TILE_SIDE / Math.max(picture.width(), picture.height()));
        return ImageCodec.scale(
            picture, Math.max(1, (int) Math.round(scale * picture.width())), Math.max(1, (int)
                Math.round(scale * picture.height())));
      } catch (ImageFormatException e) {
        throw new IllegalStateException(
            "The keyframe at " + keyframe.ptsMicros() + " us is broken", e);
      }
    }

    /** With the marks of the transitions, which are known at the end only. */
    List<SheetPicture> pictures(ScannedVideo video) {
      Map<Long, TransitionKind> kinds = new HashMap<>();
      video
          .transitions()
          .forEach(timed ->
              kinds.put(timed.transition().endFrame(), timed.transition().kind()));
      return tiles.stream()
          .map(tile -> new SheetPicture(
              tile.scene().index(),
              tile.first() ? mark(kinds.get(tile.scene().startFrame())) : Mark.NONE,
              tile.ptsMicros() - video.startMicros(),
              tile.picture()))
          .toList();
    }

    private static Mark mark(@Nullable TransitionKind kind) {
      if (kind == null) {
        return Mark.LIMIT;
      }
      return kind == TransitionKind.CUT ? Mark.CUT : Mark.GRADUAL;
    }
  }
}
