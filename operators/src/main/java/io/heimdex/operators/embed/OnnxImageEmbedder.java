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
import io.heimdex.operators.onnx.OutOfMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
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
  /** How far the length of a vector may be from 1 where the model normalises. */
  private static final double NORM_TOLERANCE = 1e-3;

  private final ImageModel model;
  private final String modelId;
  private final OnnxDevice device;
  private final boolean normalises;
  private final OrtSession session;
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
  private final List<AutoCloseable> opened = new ArrayList<>();
  /** Guarded by the lanes: set by who has all of them. */
  private boolean closed;

  /** What one inference reads and writes, used again by the next one. */
  private record Lane(PictureTensor pictures, OutputBuffer vectors) {}

  /** @param device as {@link io.heimdex.operators.onnx.OnnxDevices#usable} gave it */
  OnnxImageEmbedder(ImageModel model, int threads, int batchSize, OnnxDevice device)
      throws BatchTooLargeException {
    this(model, threads, batchSize, device, null);
  }

  /** @param shared stays the caller's; null to load the model */
  private OnnxImageEmbedder(
      ImageModel model, int threads, int batchSize, OnnxDevice device, @Nullable OrtSession shared)
      throws BatchTooLargeException {
    this.model = model;
    modelId = model.file().id();
    this.device = device;
    normalises = model.exported() == null;
    this.threads = threads;
    laneCount = device.kind() == OnnxDevice.Kind.CPU ? threads : 1;
    freeLanes = new Semaphore(laneCount);
    boolean done = false;
    try {
      session =
          shared == null ? keep(OnnxRuntime.open(model.file(), "image model", 1, device)) : shared;
      inputInfo = session.getInputInfo();
      outputInfo = session.getOutputInfo();
      pictures = pictureTensor(model.exported(), batchSize);
      addOtherInputs(model.exported());
      output = normalises
          ? ImageOutput.plain(outputInfo, model.settings())
          : ImageOutput.exported(outputInfo, model.settings());
      pictures.fill(List.of(sample()));
      long[] shape = shapeOfVectors();
      lanes.add(new Lane(pictures, keep(new OutputBuffer(output, shape, batchSize))));
      while (lanes.size() < laneCount) {
        lanes.add(new Lane(
            pictureTensor(model.exported(), batchSize),
            keep(new OutputBuffer(output, shape, batchSize))));
      }
      dimensions = lanes.element().vectors().dimensions();
      infer(List.of(sample()));
      done = true;
    } catch (ModelMismatchException e) {
      throw new IllegalStateException(
          "The image model " + modelId + " does not fit: it " + e.getMessage(), e);
    } catch (OrtException e) {
      throw new IllegalStateException("The image model " + modelId + " can't be set up", e);
    } catch (BatchTooLargeException e) {
      throw e;
    } catch (EmbeddingException e) {
      throw new IllegalStateException(
          "The image model " + modelId + " fails on a picture made to try it: " + e.getMessage(),
          e);
    } finally {
      if (!done) {
        close();
      }
    }
  }

  private <C extends AutoCloseable> C keep(C resource) {
    opened.add(resource);
    return resource;
  }

  private PictureTensor pictureTensor(ImageModel.@Nullable Exported exported, int batchSize)
      throws OrtException {
    return keep(PictureTensor.of(
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
    return keep(OnnxTensor.createTensor(OnnxRuntime.environment(), values));
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
    return new OnnxImageEmbedder(model, threads, size, device, session);
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
  public OnnxDevice device() {
    return device;
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
    return described(inputInfo);
  }

  /** Type and shape of each output; -1 is an open size. */
  public Map<String, String> outputs() {
    return described(outputInfo);
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

  private static Map<String, String> described(Map<String, NodeInfo> nodes) {
    Map<String, String> described = new TreeMap<>();
    nodes.forEach((name, node) -> described.put(
        name,
        node.getInfo() instanceof TensorInfo tensor
            ? tensor.type + " " + Arrays.toString(tensor.getShape())
            : node.getInfo().toString()));
    return described;
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
      if (!closed) {
        closed = true;
        closeAll();
      }
    } finally {
      freeLanes.release(laneCount);
    }
  }

  private void closeAll() {
    for (int i = opened.size() - 1; i >= 0; i--) {
      try {
        opened.get(i).close();
      } catch (Exception e) {
        throw new IllegalStateException("The image model " + modelId + " can't be closed", e);
      }
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
      if (closed) {
        throw new IllegalStateException("The image model " + modelId + " is closed");
      }
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
      throw OutOfMemory.is(e)
          ? outOfMemory(e)
          : new EmbeddingException("The image model " + modelId + " failed: " + e.getMessage(), e);
    }
  }

  private EmbeddingException outOfMemory(OrtException e) {
    String message =
        "The image model " + modelId + " finds no memory on " + device + " for batches of "
            + pictures.batchSize + ": " + String.valueOf(e.getMessage()).strip();
    return pictures.batchSize > 1 && isOpen(inputInfo.get(PictureTensor.NAME))
        ? new BatchTooLargeException(message, pictures.batchSize, e)
        : new EmbeddingException(message, e);
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
      double norm = Vectors.norm(vector);
      // Written so that NaN fails too.
      if (!(normalises
          ? Math.abs(norm - 1) <= NORM_TOLERANCE
          : norm > 0 && norm < Double.MAX_VALUE)) {
        throw new EmbeddingException(
            "The image model " + modelId + " gave a vector of length " + norm + "; expected "
                + (normalises ? "1" : "a finite one above 0"),
            null);
      }
      read.add(normalises ? vector : Vectors.scaled(vector, 1 / norm));
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
