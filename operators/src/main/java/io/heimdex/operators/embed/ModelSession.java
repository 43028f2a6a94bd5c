package io.heimdex.operators.embed;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.heimdex.operators.onnx.OnnxDevice;
import io.heimdex.operators.onnx.OnnxModelFile;
import io.heimdex.operators.onnx.OnnxRuntime;
import io.heimdex.operators.onnx.OutOfMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A model that is open, with all that its embedder opened for it; and its errors in words.
 *
 * <p>Not thread-safe.
 */
final class ModelSession implements AutoCloseable {
  /** How far the length of a vector may be from 1 where the model normalises. */
  private static final double NORM_TOLERANCE = 1e-3;

  private final String name;
  private final OnnxDevice device;
  private final OrtSession session;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private boolean closed;

  /** @param what names it in messages: {@code image model} */
  ModelSession(OnnxModelFile file, String what, int threads, OnnxDevice device) {
    this("The " + what + " " + file.id(), device, OnnxRuntime.open(file, what, threads, device));
    keep(session);
  }

  private ModelSession(String name, OnnxDevice device, OrtSession session) {
    this.name = name;
    this.device = device;
    this.session = session;
  }

  /** One of the same loaded model, which this one closes, for resources of its own. */
  ModelSession shared() {
    return new ModelSession(name, device, session);
  }

  /** Closes a resource together with the model, in the opposite order. */
  <C extends AutoCloseable> C keep(C resource) {
    opened.add(resource);
    return resource;
  }

  Map<String, NodeInfo> inputs() {
    try {
      return session.getInputInfo();
    } catch (OrtException e) {
      throw new IllegalStateException(name + " does not tell its inputs", e);
    }
  }

  Map<String, NodeInfo> outputs() {
    try {
      return session.getOutputInfo();
    } catch (OrtException e) {
      throw new IllegalStateException(name + " does not tell its outputs", e);
    }
  }

  /** Type and shape by name; -1 is an open size. */
  static Map<String, String> described(Map<String, NodeInfo> nodes) {
    Map<String, String> described = new TreeMap<>();
    nodes.forEach((name, node) -> described.put(
        name,
        node.getInfo() instanceof TensorInfo tensor
            ? tensor.type + " " + Arrays.toString(tensor.getShape())
            : node.getInfo().toString()));
    return described;
  }

  OnnxDevice device() {
    return device;
  }

  /** Computes outputs. */
  OrtSession.Result run(Map<String, OnnxTensor> inputs, Set<String> outputs) throws OrtException {
    return run(inputs, outputs, Map.of());
  }

  /** Computes outputs, and others into memory that is given. */
  OrtSession.Result run(
      Map<String, OnnxTensor> inputs, Set<String> outputs, Map<String, OnnxTensor> pinned)
      throws OrtException {
    if (closed) {
      throw new IllegalStateException(name + " is closed");
    }
    return session.run(inputs, outputs, pinned);
  }

  /**
   * What a run failed on.
   *
   * @param batchSize that the embedder was opened with
   * @param canShrink whether the model takes smaller ones
   */
  EmbeddingException failure(OrtException e, int batchSize, boolean canShrink) {
    if (!OutOfMemory.is(e)) {
      return new EmbeddingException(name + " failed: " + e.getMessage(), e);
    }
    String message = name + " finds no memory on " + device + " for batches of " + batchSize + ": "
        + String.valueOf(e.getMessage()).strip();
    return canShrink && batchSize > 1
        ? new BatchTooLargeException(message, batchSize, e)
        : new EmbeddingException(message, e);
  }

  /** A vector that the model gave, at unit length. */
  float[] normalised(float[] vector) throws EmbeddingException {
    double norm = Vectors.norm(vector);
    // Written so that NaN fails too, here and below.
    if (!(norm > 0 && norm < Double.MAX_VALUE)) {
      throw badLength(norm, "a finite one above 0");
    }
    return Vectors.scaled(vector, 1 / norm);
  }

  /** A vector that the model gave at unit length itself. */
  float[] unit(float[] vector) throws EmbeddingException {
    double norm = Vectors.norm(vector);
    if (!(Math.abs(norm - 1) <= NORM_TOLERANCE)) {
      throw badLength(norm, "1");
    }
    return vector;
  }

  private EmbeddingException badLength(double norm, String expected) {
    return new EmbeddingException(
        name + " gave a vector of length " + norm + "; expected " + expected, null);
  }

  /**
   * Closes a model that can't be used.
   *
   * @param sample what it was tried with
   * @return what to throw
   */
  RuntimeException unusable(Exception why, String sample) {
    close();
    if (why instanceof ModelMismatchException) {
      return new IllegalStateException(name + " does not fit: it " + why.getMessage(), why);
    }
    if (why instanceof EmbeddingException) {
      return new IllegalStateException(
          name + " fails on " + sample + " made to try it: " + why.getMessage(), why);
    }
    return why instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(name + " can't be set up: " + why.getMessage(), why);
  }

  /** Closing twice is fine. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    for (int i = opened.size() - 1; i >= 0; i--) {
      try {
        opened.get(i).close();
      } catch (Exception e) {
        throw new IllegalStateException(name + " can't be closed", e);
      }
    }
  }
}
