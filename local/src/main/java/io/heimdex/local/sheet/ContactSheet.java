package io.heimdex.local.sheet;

import io.heimdex.operators.image.RgbImage;
import java.util.List;
import java.util.Locale;

/** Lays pictures out in rows, in the order of time: under each its scene and its time, at its left how the scene begins. */
final class ContactSheet {
  /** Of JPEG. */
  private static final int GREATEST_SIDE = 65_000;

  private static final long MOST_PIXELS = 64L << 20;

  private static final int BAR = 6;
  private static final int TEXT = 20;
  private static final int TEXT_SCALE = 2;
  private static final int BACKGROUND = 0x202020;
  private static final int SCENE_COLOUR = 0xffd040;
  private static final int TIME_COLOUR = 0xe0e0e0;

  private final int columns;
  private final int tileWidth;
  private final int tileHeight;

  /** For pictures of at most this size. */
  ContactSheet(int columns, int tileWidth, int tileHeight) {
    this.columns = columns;
    this.tileWidth = tileWidth;
    this.tileHeight = tileHeight;
  }

  /** How many pictures a sheet can hold. */
  int capacity() {
    int rowHeight = tileHeight + TEXT;
    long rowsBySide = GREATEST_SIDE / rowHeight;
    long rowsByPixels = MOST_PIXELS / ((long) rowHeight * columns * (tileWidth + BAR));
    return (int) (columns * Math.min(rowsBySide, rowsByPixels));
  }

  RgbImage of(List<SheetPicture> pictures) {
    int rows = Math.max(1, (pictures.size() + columns - 1) / columns);
    int width = Math.min(columns, pictures.size()) * (tileWidth + BAR);
    int height = rows * (tileHeight + TEXT);
    Canvas canvas = new Canvas(width, height);
    canvas.fill(0, 0, width, height, BACKGROUND);
    for (int i = 0; i < pictures.size(); i++) {
      int left = i % columns * (tileWidth + BAR);
      int top = i / columns * (tileHeight + TEXT);
      draw(pictures.get(i), left, top, canvas);
    }
    return canvas.toImage();
  }

  private void draw(SheetPicture tile, int left, int top, Canvas canvas) {
    canvas.fill(left, top, BAR - 2, tileHeight, tile.begins().colour());
    RgbImage picture = tile.picture();
    canvas.draw(
        picture,
        left + BAR + (tileWidth - picture.width()) / 2,
        top + (tileHeight - picture.height()) / 2);
    int textTop = top + tileHeight + 3;
    int end =
        canvas.write(Integer.toString(tile.scene()), left + BAR, textTop, TEXT_SCALE, SCENE_COLOUR);
    canvas.write(time(tile.micros()), end + TEXT_SCALE * 4, textTop, TEXT_SCALE, TIME_COLOUR);
  }

  /** {@code 1:02:03.4}. */
  private static String time(long micros) {
    long tenths = micros / 100_000;
    long seconds = tenths / 10;
    String minutes =
        String.format(Locale.ROOT, "%02d:%02d.%d", seconds / 60 % 60, seconds % 60, tenths % 10);
    return seconds >= 3600 ? seconds / 3600 + ":" + minutes : minutes;
  }
}
