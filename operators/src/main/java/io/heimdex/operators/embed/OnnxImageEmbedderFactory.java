package io.heimdex.operators.embed;

import io.heimdex.operators.model.ModelSource;
import io.heimdex.operators.onnx.OnnxDevice;
import io.heimdex.operators.onnx.OnnxDevices;
import java.util.List;

/**
 * Opens {@link OnnxImageEmbedder}s.
 *
 * @param threads calls that are worth making at the same time; {@link Worker#SPARE_CORES} for as many as the worker can spare
 * @param batchSize pictures that one inference takes; fewer where the device has no memory for them
 * @param device that the model is to run on
 */
public record OnnxImageEmbedderFactory(
    ImageModelSettings model, int threads, int batchSize, OnnxDevice device)
    implements EmbedderFactory<ImageEmbedder> {
  /** Names the model that comes with Heimdex. */
  public static final String BUILTIN = "builtin";

  public OnnxImageEmbedderFactory {
    if (model.source().setting().isBlank()) {
      throw new IllegalArgumentException("The image model is blank; expected '" + BUILTIN
          + "' or the path of a model directory or an ONNX file");
    }
    if (threads < Worker.SPARE_CORES) {
      throw new IllegalArgumentException(
          "Threads of the image model are " + threads + "; expected none or more");
    }
    if (batchSize < 1 || batchSize > 1024) {
      throw new IllegalArgumentException(
          "Batch size of the image model is " + batchSize + "; expected 1 to 1024");
    }
  }

  /** Of a model on this machine, on the CPU. */
  public OnnxImageEmbedderFactory(String model, int threads, int batchSize) {
    this(model, threads, batchSize, OnnxDevice.CPU);
  }

  /** Of a model on this machine. */
  public OnnxImageEmbedderFactory(String model, int threads, int batchSize, OnnxDevice device) {
    this(new ImageModelSettings(new ModelSource(model)), threads, batchSize, device);
  }

  /** The same for workers: their files must be those that were looked at when the job was submitted. */
  public OnnxImageEmbedderFactory expecting(String id) {
    return new OnnxImageEmbedderFactory(model.expecting(id), threads, batchSize, device);
  }

  /** @throws IllegalStateException if the model is not the expected one */
  @Override
  public ImageEmbedder open() {
    ImageModel found = found();
    OnnxDevice usable = OnnxDevices.usable(device);
    return new HalvingImageEmbedder(size -> open(found, size, usable), batchSize);
  }

  /**
   * Opens one that keeps its batch size, for looking at a model.
   *
   * @throws EmbeddingException if the device has no memory for it
   */
  public OnnxImageEmbedder openAtThisSize() throws EmbeddingException {
    return open(found(), batchSize, OnnxDevices.usable(device));
  }

  private ImageModel found() {
    ImageModel found = ImageModel.of(model);
    String id = found.file().id();
    String expectedId = model.expectedId();
    if (expectedId != null && !id.equals(expectedId)) {
      throw new IllegalStateException("The image model '" + model.source().setting() + "' is "
          + id + " on this machine (" + found.file().path()
          + "), but the job was submitted with " + expectedId
          + "; put the same files on all machines, or submit the job again");
    }
    return found;
  }

  private OnnxImageEmbedder open(ImageModel opened, int size, OnnxDevice usable)
      throws BatchTooLargeException {
    return new OnnxImageEmbedder(opened, Math.max(1, threads), size, usable);
  }

  @Override
  public List<OnnxImageEmbedderFactory> on(Worker worker) {
    return worker.devices(device).stream()
        .map(
            place -> new OnnxImageEmbedderFactory(model, worker.threads(threads), batchSize, place))
        .toList();
  }

  /** The same on the CPU: for who has not the worker's devices. */
  public OnnxImageEmbedderFactory onCpu() {
    return new OnnxImageEmbedderFactory(model, threads, batchSize, OnnxDevice.CPU);
  }
}
