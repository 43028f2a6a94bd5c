package io.heimdex.operators.embed;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.image.ImageFormatException;
import io.heimdex.operators.image.RgbImage;
import io.heimdex.operators.onnx.OnnxModelFile;
import io.heimdex.operators.onnx.OnnxRuntime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Embeds pictures with ONNX Runtime on the CPU.
 *
 * <p>The model has an input {@code pixel_values} of bytes [batch, height, width, 3] (RGB; pictures are stretched to it), and an
 * output {@code image_embeds} of floats [batch, dimensions], L2-normalised; all but the batch are fixed. It is tried once when
 * opened.
 *
 * <p>Every inference has the same shape, filled up with black pictures where there are fewer: memory does not grow with the
 * variety of shapes, and the vector of a picture does not depend on its company. (Its last bits may depend on threads and batch
 * size.)
 *
 * <p>Thread-safe; one inference at a time.
 */
public final class OnnxImageEmbedder implements ImageEmbedder {
  private static final String INPUT = "pixel_values";
  private static final String OUTPUT = "image_embeds";
  private static final int CHANNELS = 3;
  /** How far the length of a vector may be from 1. */
  private static final double NORM_TOLERANCE = 1e-3;

  private final String modelId;
  private final int batchSize;
  private final int width;
  private final int height;
  private final int dimensions;
  private final OrtSession session;
  private final ByteBuffer pixels;
  private final FloatBuffer vectors;
  private final OnnxTensor input;
  private final OnnxTensor output;
  private boolean closed;

  OnnxImageEmbedder(OnnxModelFile file, int threads, int batchSize) {
    this.modelId = file.id();
    this.batchSize = batchSize;
    OrtEnvironment environment = OnnxRuntime.environment();
    OrtSession opened = OnnxRuntime.open(file, "image model", threads);
    try {
      long[] in = shape(opened.getInputInfo(), INPUT, OnnxJavaType.UINT8, 4);
      long[] out = shape(opened.getOutputInfo(), OUTPUT, OnnxJavaType.FLOAT, 2);
      this.height = fixed(in[1], INPUT + "'s height");
      this.width = fixed(in[2], INPUT + "'s width");
      if (in[3] != CHANNELS) {
        throw unfit("takes " + in[3] + " channels; expected " + CHANNELS);
      }
      this.dimensions = fixed(out[1], OUTPUT + "'s length");
      this.pixels = ByteBuffer.allocateDirect(batchSize * pictureBytes());
      this.vectors = ByteBuffer.allocateDirect(batchSize * dimensions * Float.BYTES)
          .order(ByteOrder.nativeOrder())
          .asFloatBuffer();
      this.input = OnnxTensor.createTensor(
          environment, pixels, new long[] {batchSize, height, width, CHANNELS}, OnnxJavaType.UINT8);
      this.output =
          OnnxTensor.createTensor(environment, vectors, new long[] {batchSize, dimensions});
      this.session = opened;
      tryOut();
    } catch (OrtException e) {
      OnnxRuntime.closeQuietly(opened, e);
      throw new IllegalStateException("The image model " + modelId + " can't be set up", e);
    } catch (RuntimeException e) {
      OnnxRuntime.closeQuietly(opened, e);
      throw e;
    }
  }

  @Override
  public int dimensions() {
    return dimensions;
  }

  @Override
  public String modelId() {
    return modelId;
  }

  @Override
  public List<float[]> embed(List<byte[]> jpegs) throws EmbeddingException {
    List<RgbImage> pictures = new ArrayList<>(jpegs.size());
    for (byte[] jpeg : jpegs) {
      pictures.add(decoded(jpeg));
    }
    List<float[]> embedded = new ArrayList<>(pictures.size());
    for (int from = 0; from < pictures.size(); from += batchSize) {
      int to = Math.min(from + batchSize, pictures.size());
      embedded.addAll(infer(pictures.subList(from, to)));
    }
    return embedded;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    input.close();
    output.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("The image model " + modelId + " can't be closed", e);
    }
  }

  private RgbImage decoded(byte[] jpeg) throws EmbeddingException {
    try {
      return ImageCodec.decode(jpeg, width, height);
    } catch (ImageFormatException e) {
      throw new EmbeddingException("A keyframe can't be embedded: " + e.getMessage(), e);
    }
  }

  /** At most {@link #batchSize} pictures of the model's size. */
  private synchronized List<float[]> infer(List<RgbImage> pictures) throws EmbeddingException {
    if (closed) {
      throw new IllegalStateException("The image model " + modelId + " is closed");
    }
    pixels.clear();
    for (RgbImage picture : pictures) {
      pixels.put(picture.rgb());
    }
    while (pixels.hasRemaining()) {
      pixels.put((byte) 0);
    }
    try (OrtSession.Result result =
        session.run(Map.of(INPUT, input), Set.of(), Map.of(OUTPUT, output))) {
      return readVectors(pictures.size());
    } catch (OrtException e) {
      throw new EmbeddingException("The image model " + modelId + " failed: " + e.getMessage(), e);
    }
  }

  private List<float[]> readVectors(int count) throws EmbeddingException {
    List<float[]> read = new ArrayList<>(count);
    vectors.clear();
    for (int i = 0; i < count; i++) {
      float[] vector = new float[dimensions];
      vectors.get(vector);
      double norm = Vectors.norm(vector);
      // Written so that NaN fails too.
      if (!(Math.abs(norm - 1) <= NORM_TOLERANCE)) {
        throw new EmbeddingException(
            "The image model " + modelId + " gave a vector of length " + norm + "; expected 1",
            null);
      }
      read.add(vector);
    }
    return read;
  }

  private void tryOut() {
    byte[] rgb = new byte[pictureBytes()];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i * 31 + (i >> 6) * 17);
    }
    try {
      infer(List.of(new RgbImage(width, height, rgb)));
    } catch (EmbeddingException e) {
      throw new IllegalStateException(
          "The image model " + modelId + " fails on a picture made to try it: " + e.getMessage(),
          e);
    }
  }

  private int pictureBytes() {
    return width * height * CHANNELS;
  }

  private long[] shape(Map<String, NodeInfo> nodes, String name, OnnxJavaType type, int rank) {
    NodeInfo node = nodes.get(name);
    if (node == null) {
      throw unfit("has no '" + name + "' but " + nodes.keySet());
    }
    if (!(node.getInfo() instanceof TensorInfo tensor)
        || tensor.type != type
        || tensor.getShape().length != rank) {
      throw unfit("has as '" + name + "' " + node.getInfo() + "; expected a tensor of " + type
          + " with " + rank + " dimensions");
    }
    return tensor.getShape();
  }

  private int fixed(long size, String what) {
    if (size < 1 || size > 1 << 16) {
      throw unfit("leaves " + what + " open (" + size + "); expected a fixed one");
    }
    return (int) size;
  }

  private IllegalStateException unfit(String why) {
    return new IllegalStateException("The image model " + modelId + " does not fit: it " + why);
  }
}
