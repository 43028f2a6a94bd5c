package io.heimdex.operators.embed;

import io.heimdex.operators.model.ModelSource;
import io.heimdex.operators.model.TextModelDirectory;
import io.heimdex.operators.model.TextOverrides;
import io.heimdex.operators.model.TextPurpose;
import io.heimdex.operators.onnx.OnnxDevice;
import io.heimdex.operators.onnx.OnnxDevices;
import java.util.List;

/**
 * Opens {@link OnnxTextEmbedder}s.
 *
 * @param purpose of the texts; models of both purposes have one name, for their vectors are compared
 * @param threads that one inference may use on the CPU; {@link Worker#SPARE_CORES} for as many as the worker can spare
 * @param batchSize texts that one inference takes; of long ones, and where the device has no memory for them, it takes fewer
 * @param device that the model is to run on
 */
public record OnnxTextEmbedderFactory(
    TextModelSettings model, TextPurpose purpose, int threads, int batchSize, OnnxDevice device)
    implements EmbedderFactory<TextEmbedder> {
  public OnnxTextEmbedderFactory {
    if (threads < Worker.SPARE_CORES) {
      throw new IllegalArgumentException(
          "Threads of the text model are " + threads + "; expected none or more");
    }
    if (batchSize < 1 || batchSize > 1024) {
      throw new IllegalArgumentException(
          "Batch size of the text model is " + batchSize + "; expected 1 to 1024");
    }
  }

  /** Of a model on this machine. */
  public OnnxTextEmbedderFactory(
      String model,
      TextPurpose purpose,
      TextOverrides overrides,
      int threads,
      int batchSize,
      OnnxDevice device) {
    this(
        new TextModelSettings(new ModelSource(model), overrides),
        purpose,
        threads,
        batchSize,
        device);
  }

  /** The same for workers: their files must be those that were looked at when the job was submitted. */
  public OnnxTextEmbedderFactory expecting(String id) {
    return new OnnxTextEmbedderFactory(model.expecting(id), purpose, threads, batchSize, device);
  }

  /** @throws IllegalStateException if the model is not the expected one */
  @Override
  public TextEmbedder open() {
    TextModelDirectory directory = model.directory();
    OnnxDevice usable = OnnxDevices.usable(device);
    return new HalvingTextEmbedder(size -> open(directory, size, usable), batchSize);
  }

  /**
   * Opens one that keeps its batch size, for looking at a model.
   *
   * @throws EmbeddingException if the device has no memory for it
   */
  public OnnxTextEmbedder openAtThisSize() throws EmbeddingException {
    return open(model.directory(), batchSize, OnnxDevices.usable(device));
  }

  private OnnxTextEmbedder open(TextModelDirectory directory, int size, OnnxDevice usable)
      throws BatchTooLargeException {
    return new OnnxTextEmbedder(directory, purpose, Math.max(1, threads), size, usable);
  }

  @Override
  public List<OnnxTextEmbedderFactory> on(Worker worker) {
    return worker.devices(device).stream()
        .map(usable ->
            new OnnxTextEmbedderFactory(model, purpose, worker.threads(threads), batchSize, usable))
        .toList();
  }

  /** The same on the CPU: for who has not the worker's devices. */
  public OnnxTextEmbedderFactory onCpu() {
    return new OnnxTextEmbedderFactory(model, purpose, threads, batchSize, OnnxDevice.CPU);
  }
}
