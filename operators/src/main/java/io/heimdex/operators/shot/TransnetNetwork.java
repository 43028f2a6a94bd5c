package io.heimdex.operators.shot;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.heimdex.operators.media.TransnetFeatures;
import io.heimdex.operators.onnx.OnnxModelFile;
import io.heimdex.operators.onnx.OnnxRuntime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * TransNetV2 from an ONNX file, on the CPU, by the calling thread alone.
 *
 * <p>It has one input of bytes or floats [1, 100, 27, 48, 3] (RGB, 0 to 255) and, as its first output of that shape, floats [1, 100, 1]: that
 * each frame is the last before a new shot, or lies in a transition. Other outputs, as the "many hot" head that training needs, are
 * not asked for. Exports leave out the last step, the logistic function, or have it: which, is told from a trial on made-up frames,
 * since what is no probability is below 0 for frames without a change.
 *
 * <p>Not thread-safe.
 */
final class TransnetNetwork implements AutoCloseable {
  /** Frames in one inference. */
  static final int FRAMES = 100;

  private static final String WHAT = "TransNetV2 model";
  private static final long[] FRAMES_SHAPE = {
    1, FRAMES, TransnetFeatures.HEIGHT, TransnetFeatures.WIDTH, TransnetFeatures.CHANNELS
  };
  private static final long[] ANSWER_SHAPE = {1, FRAMES, 1};
  private static final float EVEN_PROBABILITY = 0.5f;
  private static final float EVEN_LOGIT = 0;

  private final String id;
  private final OrtSession session;
  private final String inputName;
  private final String outputName;
  private final ByteBuffer pixels;
  private final boolean takesFloats;
  private final FloatBuffer answers;
  private final OnnxTensor input;
  private final OnnxTensor output;
  private final float threshold;

  /**
   * Loads and tries it.
   *
   * @throws RuntimeException that says what is wrong with the file
   */
  TransnetNetwork(Path path) {
    OnnxModelFile file = OnnxModelFile.at(path);
    id = file.id();
    OrtSession opened = OnnxRuntime.open(file, WHAT, 1);
    try {
      NodeInfo frames = onlyInput(opened.getInputInfo());
      inputName = frames.getName();
      outputName = firstAnswer(opened.getOutputInfo());
      takesFloats = ((TensorInfo) frames.getInfo()).type == OnnxJavaType.FLOAT;
      pixels = direct(FRAMES * TransnetFeatures.BYTES * (takesFloats ? Float.BYTES : 1));
      answers = direct(FRAMES * Float.BYTES).asFloatBuffer();
      input = takesFloats
          ? OnnxTensor.createTensor(OnnxRuntime.environment(), pixels.asFloatBuffer(), FRAMES_SHAPE)
          : OnnxTensor.createTensor(
              OnnxRuntime.environment(), pixels, FRAMES_SHAPE, OnnxJavaType.UINT8);
      output = OnnxTensor.createTensor(OnnxRuntime.environment(), answers, ANSWER_SHAPE);
      session = opened;
      threshold = tryOut();
    } catch (OrtException e) {
      OnnxRuntime.closeQuietly(opened, e);
      throw new IllegalStateException("The " + WHAT + " " + id + " can't be set up", e);
    } catch (RuntimeException e) {
      OnnxRuntime.closeQuietly(opened, e);
      throw e;
    }
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /** Name and digest of the file. */
  String id() {
    return id;
  }

  /**
   * Which of {@link #FRAMES} frames are taken for a change.
   *
   * @param frames {@link TransnetFeatures#BYTES} each
   */
  boolean[] changes(byte[] frames) {
    infer(frames);
    boolean[] changes = new boolean[FRAMES];
    for (int i = 0; i < FRAMES; i++) {
      changes[i] = answers.get(i) > threshold;
    }
    return changes;
  }

  private void infer(byte[] frames) {
    pixels.clear();
    if (takesFloats) {
      for (byte value : frames) {
        pixels.putFloat(value & 0xff);
      }
    } else {
      pixels.put(frames);
    }
    // What is written into the output is not to be seen as a result, which would be closed.
    try (OrtSession.Result ignored =
        session.run(Map.of(inputName, input), Set.of(), Map.of(outputName, output))) {
      answers.clear();
    } catch (OrtException e) {
      throw new IllegalStateException("The " + WHAT + " " + id + " failed: " + e.getMessage(), e);
    }
  }

  /** Fifty frames of one picture, then fifty of another. */
  private float tryOut() {
    byte[] frames = new byte[FRAMES * TransnetFeatures.BYTES];
    for (int i = 0; i < frames.length; i++) {
      int pixel = i % TransnetFeatures.BYTES;
      frames[i] = (byte) (i < frames.length / 2 ? pixel * 31 : 255 - pixel * 17);
    }
    infer(frames);
    boolean probabilities = true;
    for (int i = 0; i < FRAMES; i++) {
      float answer = answers.get(i);
      if (!Float.isFinite(answer)) {
        throw unfit("gives " + answer + " for frames made to try it; expected a number");
      }
      probabilities &= answer >= 0 && answer <= 1;
    }
    return probabilities ? EVEN_PROBABILITY : EVEN_LOGIT;
  }

  private NodeInfo onlyInput(Map<String, NodeInfo> inputs) {
    if (inputs.size() != 1) {
      throw unfit("has the inputs " + inputs.keySet() + "; expected one");
    }
    NodeInfo node = inputs.values().iterator().next();
    boolean fits = node.getInfo() instanceof TensorInfo tensor
        && (tensor.type == OnnxJavaType.UINT8 || tensor.type == OnnxJavaType.FLOAT)
        && matches(tensor.getShape(), FRAMES_SHAPE);
    if (!fits) {
      throw unfit("has as '" + node.getName() + "' " + node.getInfo()
          + "; expected a tensor of UINT8 or FLOAT of the shape " + Arrays.toString(FRAMES_SHAPE));
    }
    return node;
  }

  private String firstAnswer(Map<String, NodeInfo> outputs) {
    for (NodeInfo node : outputs.values()) {
      if (node.getInfo() instanceof TensorInfo tensor
          && tensor.type == OnnxJavaType.FLOAT
          && matches(tensor.getShape(), ANSWER_SHAPE)) {
        return node.getName();
      }
    }
    throw unfit("has the outputs " + outputs.values() + "; expected one of FLOAT of the shape "
        + Arrays.toString(ANSWER_SHAPE));
  }

  /** Exports may leave sizes open, which is -1. */
  private static boolean matches(long[] shape, long[] expected) {
    boolean matches = shape.length == expected.length;
    for (int i = 0; matches && i < shape.length; i++) {
      matches = shape[i] == -1 || shape[i] == expected[i];
    }
    return matches;
  }

  private IllegalStateException unfit(String why) {
    return new IllegalStateException("The " + WHAT + " " + id + " does not fit: it " + why);
  }

  @Override
  public void close() {
    input.close();
    output.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("The " + WHAT + " " + id + " can't be closed", e);
    }
  }
}
