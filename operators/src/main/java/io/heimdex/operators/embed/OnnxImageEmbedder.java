package io.heimdex.operators.embed;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.heimdex.operators.image.ImageFormatException;
import io.heimdex.operators.image.RgbImage;
import io.heimdex.operators.onnx.OnnxDevice;
import io.heimdex.operators.onnx.OnnxRuntime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Embeds pictures with ONNX Runtime.
 *
 * <p>The model is one of two kinds:
 *
 * <ul>
 *   <li>an export, see {@link io.heimdex.operators.model.ModelDirectory}: its input {@code pixel_values} are floats [batch, 3, height,
 *       width], made as its preprocessing says; its vectors, of the output {@code image_embeds} or else {@code pooler_output}, [batch,
 *       dimensions], or of one that options name, see {@link ImageOutput}, are L2-normalised here. All of these may be half floats;
 *   <li>a plain file: {@code pixel_values} are bytes [batch, height, width, 3] (RGB; pictures are stretched to it), and {@code
 *       image_embeds} are L2-normalised by the model.
 * </ul>
 *
 * <p>It is tried when opened. Every inference has the same shape, filled up with black pictures where there are fewer: memory does
 * not grow with the variety of shapes, and the vector of a picture does not depend on its company. (Its last bits may depend on the
 * batch size.)
 *
 * <p>Thread-safe. On the CPU there are as many inferences at a time as it has threads, each on one: that takes less CPU time than one
 * inference on all of them. On a GPU there is one, for which the other threads decode and resize meanwhile.
 */
public final class OnnxImageEmbedder implements ImageEmbedder {
  private final ImageModel model;
  private final boolean normalises;
  private final ModelSession session;
  private final Map<String, NodeInfo> inputInfo;
  private final Map<String, NodeInfo> outputInfo;
  private final PictureTensor pictures;
  private final Map<String, OnnxTensor> otherInputs = new HashMap<>();
  private final ImageOutput output;
  private final int dimensions;
  private final int threads;
  private final int laneCount;
  private final Semaphore freeLanes;
  private final Queue<Lane> lanes = new ConcurrentLinkedQueue<>();

  /** What one inference reads and writes, used again by the next one. */
  private record Lane(PictureTensor pictures, OutputBuffer vectors) {}

  /** @param device as {@link io.heimdex.operators.onnx.OnnxDevices#usable} gave it */
  OnnxImageEmbedder(ImageModel model, int threads, int batchSize, OnnxDevice device)
      throws BatchTooLargeException {
    this(model, threads, batchSize, new ModelSession(model.file(), "image model", 1, device));
  }

  /** @param session closed with this embedder, at once if it does not fit */
  private OnnxImageEmbedder(ImageModel model, int threads, int batchSize, ModelSession session)
      throws BatchTooLargeException {
    this.model = model;
    this.session = session;
    normalises = model.exported() == null;
    this.threads = threads;
    laneCount = session.device().kind() == OnnxDevice.Kind.CPU ? threads : 1;
    freeLanes = new Semaphore(laneCount);
    try {
      inputInfo = session.inputs();
      outputInfo = session.outputs();
      pictures = pictureTensor(model.exported(), batchSize);
      addOtherInputs(model.exported());
      output = normalises
          ? ImageOutput.plain(outputInfo, model.settings())
          : ImageOutput.exported(outputInfo, model.settings());
      pictures.fill(List.of(sample()));
      long[] shape = shapeOfVectors();
      lanes.add(new Lane(pictures, session.keep(new OutputBuffer(output, shape, batchSize))));
      while (lanes.size() < laneCount) {
        lanes.add(new Lane(
            pictureTensor(model.exported(), batchSize),
            session.keep(new OutputBuffer(output, shape, batchSize))));
      }
      dimensions = lanes.element().vectors().dimensions();
      infer(List.of(sample()));
    } catch (BatchTooLargeException e) {
      session.close();
      throw e;
    } catch (OrtException | EmbeddingException | RuntimeException e) {
      throw session.unusable(e, "a picture");
    }
  }

  private PictureTensor pictureTensor(ImageModel.@Nullable Exported exported, int batchSize)
      throws OrtException {
    return session.keep(PictureTensor.of(
        inputInfo.get(PictureTensor.NAME),
        exported == null ? null : exported.preprocessing(),
        batchSize));
  }

  /** A model of images and texts gets an empty text: its vector of an image does not depend on it. */
  private void addOtherInputs(ImageModel.@Nullable Exported exported) throws OrtException {
    for (Map.Entry<String, NodeInfo> input : inputInfo.entrySet()) {
      switch (input.getKey()) {
        case PictureTensor.NAME -> {}
        case "input_ids" -> otherInputs.put(input.getKey(), text(input, exported, 0));
        case "attention_mask" -> otherInputs.put(input.getKey(), text(input, exported, 1));
        default ->
          throw new ModelMismatchException("takes '" + input.getKey()
              + "', which is not known here; expected " + PictureTensor.NAME
              + " and, of a model of images and texts, input_ids and attention_mask");
      }
    }
  }

  private OnnxTensor text(
      Map.Entry<String, NodeInfo> input, ImageModel.@Nullable Exported exported, long value)
      throws OrtException {
    long[] shape =
        ModelMismatchException.shape(input.getValue(), input.getKey(), OnnxJavaType.INT64, 2);
    if (exported == null) {
      throw new ModelMismatchException(
          "takes '" + input.getKey() + "', but has no config.json that tells the length of a text");
    }
    int texts = shape[0] < 0 ? 1 : (int) shape[0];
    long[][] values = new long[texts][shape[1] < 0 ? exported.joint().tokens() : (int) shape[1]];
    for (long[] row : values) {
      Arrays.fill(row, value);
    }
    return session.keep(OnnxTensor.createTensor(OnnxRuntime.environment(), values));
  }

  /** Runs once, and tells how long the vectors are: exports often leave that open. */
  private long[] shapeOfVectors() throws OrtException, EmbeddingException {
    try (OrtSession.Result result = run(pictures, Map.of())) {
      return ((TensorInfo) result.get(output.name()).orElseThrow().getInfo()).getShape();
    }
  }

  /**
   * One of other batches, without loading the model again: for looking at what they cost.
   *
   * @return to be closed before this one
   * @throws EmbeddingException if the device has no memory for them
   */
  public OnnxImageEmbedder withBatchesOf(int size) throws EmbeddingException {
    return new OnnxImageEmbedder(model, threads, size, session.shared());
  }

  @Override
  public int dimensions() {
    return dimensions;
  }

  @Override
  public String modelId() {
    return model.file().id();
  }

  @Override
  public OnnxDevice device() {
    return session.device();
  }

  @Override
  public int batchSize() {
    return pictures.batchSize;
  }

  @Override
  public int concurrency() {
    return threads;
  }

  /** Type and shape of each input; -1 is an open size. */
  public Map<String, String> inputs() {
    return ModelSession.described(inputInfo);
  }

  /** Type and shape of each output; -1 is an open size. */
  public Map<String, String> outputs() {
    return ModelSession.described(outputInfo);
  }

  /** The output that the vectors come from. */
  public String outputName() {
    return output.name();
  }

  /** Of the pictures that the model takes, in pixels. */
  public int width() {
    return pictures.width;
  }

  /** Of the pictures that the model takes, in pixels. */
  public int height() {
    return pictures.height;
  }

  @Override
  public List<float[]> embed(List<byte[]> jpegs) throws EmbeddingException {
    List<RgbImage> decoded = new ArrayList<>(jpegs.size());
    for (byte[] jpeg : jpegs) {
      decoded.add(decoded(jpeg));
    }
    List<float[]> embedded = new ArrayList<>(decoded.size());
    for (int from = 0; from < decoded.size(); from += pictures.batchSize) {
      int to = Math.min(from + pictures.batchSize, decoded.size());
      embedded.addAll(infer(decoded.subList(from, to)));
    }
    return embedded;
  }

  /** Waits for the inferences under way. */
  @Override
  public void close() {
    freeLanes.acquireUninterruptibly(laneCount);
    try {
      session.close();
    } finally {
      freeLanes.release(laneCount);
    }
  }

  private RgbImage decoded(byte[] jpeg) throws EmbeddingException {
    try {
      return pictures.picture(jpeg);
    } catch (ImageFormatException e) {
      throw new EmbeddingException("A keyframe can't be embedded: " + e.getMessage(), e);
    }
  }

  /** At most as many pictures of the model's size as a batch has. */
  private List<float[]> infer(List<RgbImage> batch) throws EmbeddingException {
    freeLanes.acquireUninterruptibly();
    try {
      Lane lane = lanes.remove();
      try {
        return infer(batch, lane);
      } finally {
        lanes.add(lane);
      }
    } finally {
      freeLanes.release();
    }
  }

  private List<float[]> infer(List<RgbImage> batch, Lane lane) throws EmbeddingException {
    lane.pictures().fill(batch);
    try (OrtSession.Result result =
        run(lane.pictures(), Map.of(output.name(), lane.vectors().tensor()))) {
      return readVectors(lane.vectors(), batch.size());
    }
  }

  private OrtSession.Result run(PictureTensor batch, Map<String, OnnxTensor> pinned)
      throws EmbeddingException {
    Map<String, OnnxTensor> inputs = new HashMap<>(otherInputs);
    inputs.put(PictureTensor.NAME, batch.tensor());
    try {
      return session.run(
          inputs, pinned.isEmpty() ? Set.of(output.name()) : Set.<String>of(), pinned);
    } catch (OrtException e) {
      throw session.failure(e, pictures.batchSize, isOpen(inputInfo.get(PictureTensor.NAME)));
    }
  }

  /** Whether a model takes batches of any size. */
  private static boolean isOpen(@Nullable NodeInfo input) {
    return input != null
        && input.getInfo() instanceof TensorInfo tensor
        && tensor.getShape()[0] < 0;
  }

  private List<float[]> readVectors(OutputBuffer vectors, int count) throws EmbeddingException {
    List<float[]> read = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      float[] vector = vectors.vector(i);
      read.add(normalises ? session.unit(vector) : session.normalised(vector));
    }
    return read;
  }

  /** A picture with all levels in it. */
  private RgbImage sample() {
    byte[] rgb = new byte[3 * pictures.width * pictures.height];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i * 31 + (i >> 6) * 17);
    }
    return new RgbImage(pictures.width, pictures.height, rgb);
  }
}
