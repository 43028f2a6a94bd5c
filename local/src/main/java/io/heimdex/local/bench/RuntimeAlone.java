package io.heimdex.local.bench;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.heimdex.operators.embed.ImageModel;
import io.heimdex.operators.embed.OnnxImageEmbedder;
import io.heimdex.operators.onnx.OnnxModelFile;
import io.heimdex.operators.onnx.OnnxRuntime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** ONNX Runtime and nothing else: inferences over tensors that were made before, into tensors that were made before. */
final class RuntimeAlone implements EmbedContender {
  private static final int CHANNELS = 3;

  private final Setting setting;
  private final OrtSession session;
  private final List<Map<String, OnnxTensor>> inputs = new ArrayList<>();
  private final List<Map<String, OnnxTensor>> outputs = new ArrayList<>();
  private final Callers callers;

  /**
   * How the runtime is used.
   *
   * @param callers inferences at the same time
   * @param threads of each
   */
  record Setting(int callers, int threads, int batchSize) {}

  /** @param embedder of the same model; tells sizes that the file leaves open */
  RuntimeAlone(ImageModel model, OnnxImageEmbedder embedder, Setting setting) throws OrtException {
    this.setting = setting;
    this.session = open(model.file(), setting.threads());
    this.callers = new Callers(setting.callers());
    for (int caller = 0; caller < setting.callers(); caller++) {
      inputs.add(inputs(model, embedder));
      outputs.add(output(embedder.outputName(), inputs.get(caller)));
    }
  }

  Setting setting() {
    return setting;
  }

  private static OrtSession open(OnnxModelFile file, int threads) throws OrtException {
    OrtEnvironment environment = OnnxRuntime.environment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      return file.bytes() == null
          ? environment.createSession(String.valueOf(file.path()), options)
          : environment.createSession(file.bytes(), options);
    }
  }

  private Map<String, OnnxTensor> inputs(ImageModel model, OnnxImageEmbedder embedder)
      throws OrtException {
    Map<String, OnnxTensor> made = new HashMap<>();
    for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
      TensorInfo info = (TensorInfo) input.getValue().getInfo();
      made.put(input.getKey(), tensor(info.type, shape(info, model, embedder)));
    }
    return made;
  }

  /** Of the shape that an inference gives. */
  private Map<String, OnnxTensor> output(String name, Map<String, OnnxTensor> tried)
      throws OrtException {
    try (OrtSession.Result result = session.run(tried, Set.of(name))) {
      TensorInfo info = (TensorInfo) result.get(name).orElseThrow().getInfo();
      return Map.of(name, tensor(info.type, info.getShape()));
    }
  }

  private long[] shape(TensorInfo info, ImageModel model, OnnxImageEmbedder embedder) {
    return switch (info.type) {
      case FLOAT, FLOAT16 ->
        new long[] {setting.batchSize(), CHANNELS, embedder.height(), embedder.width()};
      case UINT8 -> new long[] {setting.batchSize(), embedder.height(), embedder.width(), CHANNELS};
      default -> text(info.getShape(), model);
    };
  }

  private static long[] text(long[] shape, ImageModel model) {
    long tokens = model.exported() == null ? 1 : model.exported().joint().tokens();
    return new long[] {Math.max(1, shape[0]), shape[1] < 0 ? tokens : shape[1]};
  }

  /** Of seeded values, or of zeros: half floats and empty texts. */
  private static OnnxTensor tensor(OnnxJavaType type, long... shape) throws OrtException {
    long count = 1;
    for (long size : shape) {
      count *= size;
    }
    ByteBuffer bytes =
        ByteBuffer.allocateDirect((int) count * type.size).order(ByteOrder.nativeOrder());
    Random random = new Random(1);
    if (type == OnnxJavaType.FLOAT) {
      while (bytes.hasRemaining()) {
        bytes.putFloat(2 * random.nextFloat() - 1);
      }
    } else if (type == OnnxJavaType.UINT8) {
      while (bytes.hasRemaining()) {
        bytes.put((byte) random.nextInt());
      }
    }
    return OnnxTensor.createTensor(OnnxRuntime.environment(), bytes.clear(), shape, type);
  }

  @Override
  public long embed(long pictures) throws Exception {
    return callers.embed(pictures, setting.batchSize(), caller -> {
      session.run(inputs.get(caller), Set.of(), outputs.get(caller)).close();
    });
  }

  @Override
  public void close() throws OrtException {
    callers.close();
    inputs.forEach(tensors -> tensors.values().forEach(OnnxTensor::close));
    outputs.forEach(tensors -> tensors.values().forEach(OnnxTensor::close));
    session.close();
  }
}
