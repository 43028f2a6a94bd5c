package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FAST_BILINEAR;

import io.heimdex.operators.ffmpeg.Ffmpeg;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.javacpp.indexer.ByteRawIndexer;
import org.jspecify.annotations.Nullable;

/**
 * Measures a frame's {@link Signature}. Frames of luma and chroma (planar or not, of 8 to 16 bits, grey too) are read where they
 * lie; others (RGB, palettes, big-endian) are first brought to a small picture by swscale. Not thread-safe.
 */
final class SignatureMeter implements FeatureMeter {
  /** Of each cell. */
  private static final int LUMA_ROWS_READ = 4;

  private static final int CHROMA_ROWS_READ = 2;

  private final byte[] previous = new byte[Signature.BYTES];
  private boolean hasPrevious;
  private int width;
  private int height;
  private int format = -1;
  private List<ChannelCells> channels = List.of();
  private @Nullable SmallPicture small;

  @Override
  public float measure(AVFrame frame, byte[] features, int offset) {
    adaptTo(frame);
    if (channels.isEmpty() || frame.linesize(0) <= 0) {
      if (small == null) {
        small = new SmallPicture();
      }
      small.measure(frame, features, offset);
    } else {
      readPlanes(frame, features, offset);
    }
    float change = hasPrevious ? difference(features, offset) : 0;
    System.arraycopy(features, offset, previous, 0, Signature.BYTES);
    hasPrevious = true;
    return change;
  }

  private void adaptTo(AVFrame frame) {
    if (frame.width() == width && frame.height() == height && frame.format() == format) {
      return;
    }
    width = frame.width();
    height = frame.height();
    format = frame.format();
    AVPixFmtDescriptor description =
        Ffmpeg.notNull(av_pix_fmt_desc_get(format), "description of pixel format " + format);
    List<ChannelCells> cells = new ArrayList<>();
    if (SampleLayout.fits(description)) {
      for (int channel = 0; channel < SampleLayout.channels(description); channel++) {
        SampleLayout layout = SampleLayout.of(description, channel);
        boolean luma = channel == 0;
        if (ChannelCells.rowBytes(layout, width) >= Long.BYTES) {
          cells.add(new ChannelCells(
              layout,
              width,
              height,
              luma ? Signature.LUMA_COLUMNS : Signature.CHROMA_COLUMNS,
              luma ? Signature.LUMA_ROWS : Signature.CHROMA_ROWS,
              luma ? LUMA_ROWS_READ : CHROMA_ROWS_READ));
        }
      }
    }
    boolean complete = cells.size() == SampleLayout.channels(description);
    channels = complete ? List.copyOf(cells) : List.of();
  }

  private void readPlanes(AVFrame frame, byte[] features, int offset) {
    int to = offset;
    for (ChannelCells channel : channels) {
      int plane = channel.layout().plane();
      int stride = frame.linesize(plane);
      long bytes = (long) stride * channel.planeRows();
      channel.measure(new ByteRawIndexer(frame.data(plane).capacity(bytes)), stride, features, to);
      to += to == offset ? Signature.LUMA_CELLS : Signature.CHROMA_CELLS;
    }
    Arrays.fill(features, to, offset + Signature.BYTES, (byte) Signature.NO_COLOUR);
  }

  private float difference(byte[] features, int offset) {
    int sum = 0;
    for (int i = 0; i < Signature.BYTES; i++) {
      sum += Math.abs((features[offset + i] & 0xff) - (previous[i] & 0xff));
    }
    return (float) sum / Signature.BYTES;
  }

  @Override
  public void close() {
    if (small != null) {
      small.close();
    }
  }

  /** The detour of frames that can't be read where they lie. */
  private static final class SmallPicture implements AutoCloseable {
    private static final int PIXELS_PER_CELL = 8;
    private static final int WIDTH = PIXELS_PER_CELL * Signature.LUMA_COLUMNS;
    private static final int HEIGHT = PIXELS_PER_CELL * Signature.LUMA_ROWS;

    private final PictureScaler scaler = new PictureScaler(
        WIDTH,
        HEIGHT,
        AV_PIX_FMT_BGR24,
        3,
        SWS_FAST_BILINEAR | SWS_BITEXACT,
        PictureScaler.Colours.DESCRIBED);
    private final byte[] bgr = new byte[3 * WIDTH * HEIGHT];

    void measure(AVFrame frame, byte[] features, int offset) {
      scaler.scale(frame, bgr);
      fill(features, offset, Signature.LUMA_COLUMNS, Signature.LUMA_CELLS, 0.114, 0.587, 0.299, 0);
      fill(
          features,
          offset + Signature.U,
          Signature.CHROMA_COLUMNS,
          Signature.CHROMA_CELLS,
          0.5,
          -0.331,
          -0.169,
          Signature.NO_COLOUR);
      fill(
          features,
          offset + Signature.V,
          Signature.CHROMA_COLUMNS,
          Signature.CHROMA_CELLS,
          -0.081,
          -0.419,
          0.5,
          Signature.NO_COLOUR);
    }

    /** BT.601, full range. */
    private void fill(
        byte[] features,
        int offset,
        int columns,
        int cells,
        double blue,
        double green,
        double red,
        int zero) {
      int side = WIDTH / columns;
      for (int cell = 0; cell < cells; cell++) {
        int b = 0;
        int g = 0;
        int r = 0;
        for (int y = 0; y < side; y++) {
          int at = 3 * ((cell / columns * side + y) * WIDTH + cell % columns * side);
          for (int end = at + 3 * side; at < end; at += 3) {
            b += bgr[at] & 0xff;
            g += bgr[at + 1] & 0xff;
            r += bgr[at + 2] & 0xff;
          }
        }
        double mean = (blue * b + green * g + red * r) / (side * side) + zero;
        features[offset + cell] = (byte) Math.max(0, Math.min(255, Math.round(mean)));
      }
    }

    @Override
    public void close() {
      scaler.close();
    }
  }
}
