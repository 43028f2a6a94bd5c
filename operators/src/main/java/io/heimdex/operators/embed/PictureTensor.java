package io.heimdex.operators.embed;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.platform.Fp16Conversions;
import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.image.ImageFormatException;
import io.heimdex.operators.image.RgbImage;
import io.heimdex.operators.model.ImagePreprocessing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The input of an image model: a batch of pictures in the form that it takes. Always whole; what is not filled is black. Making
 * pictures is thread-safe, filling the tensor is not.
 */
abstract class PictureTensor implements AutoCloseable {
  static final String NAME = "pixel_values";
  private static final int CHANNELS = 3;
  private static final int RANK = 4;

  final int batchSize;
  final int width;
  final int height;
  private final RgbImage black;
  /** Places from here on are black. */
  private int used;

  PictureTensor(int batchSize, int width, int height) {
    this.batchSize = batchSize;
    this.width = width;
    this.height = height;
    this.black = new RgbImage(width, height, new byte[CHANNELS * width * height]);
    // Black may be another number than 0, which a new buffer holds.
    this.used = batchSize;
  }

  /**
   * Makes the tensor that fits a model's input.
   *
   * @param preprocessing null for a model that takes bytes
   * @throws ModelMismatchException if none fits
   */
  static PictureTensor of(
      @Nullable NodeInfo input, @Nullable ImagePreprocessing preprocessing, int batchSize)
      throws OrtException {
    OnnxJavaType type =
        preprocessing == null ? OnnxJavaType.UINT8 : ModelMismatchException.floats(input);
    long[] shape = ModelMismatchException.shape(input, NAME, type, RANK);
    if (shape[0] >= 0 && shape[0] != batchSize) {
      throw new ModelMismatchException("takes batches of " + shape[0] + " pictures; the setting is "
          + batchSize + " (heimdex.embed.batch-size)");
    }
    if (preprocessing == null) {
      checkChannels(shape[3]);
      return new Bytes(batchSize, fixed(shape[2], "width"), fixed(shape[1], "height"));
    }
    checkChannels(shape[1]);
    checkSize(shape[3], preprocessing.width(), "width");
    checkSize(shape[2], preprocessing.height(), "height");
    return new Floats(batchSize, preprocessing, type);
  }

  private static void checkChannels(long channels) {
    if (channels >= 0 && channels != CHANNELS) {
      throw new ModelMismatchException("takes " + channels + " channels; expected " + CHANNELS);
    }
  }

  private static int fixed(long size, String what) {
    if (size < 1 || size > 1 << 16) {
      throw new ModelMismatchException(
          "leaves the " + what + " of its pictures open (" + size + "); expected a fixed one");
    }
    return (int) size;
  }

  private static void checkSize(long size, int preprocessed, String what) {
    if (size >= 0 && size != preprocessed) {
      throw new ModelMismatchException("takes pictures of a " + what + " of " + size
          + ", but preprocessor_config.json makes them " + preprocessed);
    }
  }

  /** A keyframe in the model's size. */
  abstract RgbImage picture(byte[] jpeg) throws ImageFormatException;

  /** Fills the tensor with at most as many pictures as a batch has. */
  void fill(List<RgbImage> pictures) {
    for (int place = 0; place < Math.max(pictures.size(), used); place++) {
      put(place, place < pictures.size() ? pictures.get(place) : black);
    }
    used = pictures.size();
  }

  abstract void put(int place, RgbImage picture);

  abstract OnnxTensor tensor();

  @Override
  public void close() {
    tensor().close();
  }

  /** Bytes as they are: [batch, height, width, 3]. */
  private static final class Bytes extends PictureTensor {
    private final ByteBuffer pixels;
    private final OnnxTensor tensor;

    Bytes(int batchSize, int width, int height) throws OrtException {
      super(batchSize, width, height);
      pixels = ByteBuffer.allocateDirect(batchSize * CHANNELS * width * height);
      tensor = OnnxTensor.createTensor(
          OrtEnvironment.getEnvironment(),
          pixels,
          new long[] {batchSize, height, width, CHANNELS},
          OnnxJavaType.UINT8);
    }

    @Override
    RgbImage picture(byte[] jpeg) throws ImageFormatException {
      return ImageCodec.decode(jpeg, width, height);
    }

    @Override
    void put(int place, RgbImage picture) {
      pixels.put(place * picture.rgb().length, picture.rgb());
    }

    @Override
    OnnxTensor tensor() {
      return tensor;
    }
  }

  /** Floats, whole or half ones, of a plane a channel: [batch, 3, height, width]. */
  private static final class Floats extends PictureTensor {
    private final ImagePreprocessing preprocessing;
    private final OnnxJavaType type;
    private final ByteBuffer pixels;
    private final OnnxTensor tensor;
    private final float[] plane;

    Floats(int batchSize, ImagePreprocessing preprocessing, OnnxJavaType type) throws OrtException {
      super(batchSize, preprocessing.width(), preprocessing.height());
      this.preprocessing = preprocessing;
      this.type = type;
      plane = new float[width * height];
      int bytes = type == OnnxJavaType.FLOAT16 ? Short.BYTES : Float.BYTES;
      pixels = ByteBuffer.allocateDirect(batchSize * CHANNELS * plane.length * bytes)
          .order(ByteOrder.nativeOrder());
      tensor = OnnxTensor.createTensor(
          OrtEnvironment.getEnvironment(),
          pixels,
          new long[] {batchSize, CHANNELS, height, width},
          type);
    }

    @Override
    RgbImage picture(byte[] jpeg) throws ImageFormatException {
      return preprocessing.resize(ImageCodec.decode(jpeg));
    }

    @Override
    void put(int place, RgbImage picture) {
      pixels.position(pixels.capacity() / batchSize * place);
      for (int channel = 0; channel < CHANNELS; channel++) {
        preprocessing.write(channel, picture, plane);
        putPlane();
      }
    }

    private void putPlane() {
      if (type == OnnxJavaType.FLOAT16) {
        for (float value : plane) {
          pixels.putShort(Fp16Conversions.floatToFp16(value));
        }
      } else {
        pixels.asFloatBuffer().put(plane);
        pixels.position(pixels.position() + plane.length * Float.BYTES);
      }
    }

    @Override
    OnnxTensor tensor() {
      return tensor;
    }
  }
}
