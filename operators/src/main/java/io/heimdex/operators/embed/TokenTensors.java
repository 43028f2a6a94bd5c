package io.heimdex.operators.embed;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.heimdex.operators.onnx.OnnxRuntime;
import io.heimdex.operators.text.Tokens;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The inputs of a text model: a batch of texts of one length. Always whole; what is not filled is empty texts.
 *
 * <p>Not thread-safe.
 */
final class TokenTensors implements AutoCloseable {
  static final String IDS = "input_ids";
  static final String MASK = "attention_mask";
  static final String TYPES = "token_type_ids";
  /** All that may be given. */
  static final Set<String> NAMES = Set.of(IDS, MASK, TYPES);

  final int rows;
  final int length;
  private final LongBuffer ids;
  private final LongBuffer mask;
  private final LongBuffer types;
  private final Map<String, OnnxTensor> tensors = new HashMap<>();
  private final Tokens empty;
  private final long padToken;

  /**
   * Makes the tensors.
   *
   * @param names of those that the model takes
   * @param length of every text, in tokens
   * @param empty what fills rows
   * @param padToken what fills texts
   */
  TokenTensors(Set<String> names, int rows, int length, Tokens empty, long padToken)
      throws OrtException {
    this.rows = rows;
    this.length = length;
    this.empty = empty.truncated(length);
    this.padToken = padToken;
    ids = buffer();
    mask = buffer();
    types = buffer();
    Map<String, LongBuffer> buffers = Map.of(IDS, ids, MASK, mask, TYPES, types);
    try {
      for (Map.Entry<String, LongBuffer> buffer : buffers.entrySet()) {
        if (names.contains(buffer.getKey())) {
          long[] shape = {rows, length};
          tensors.put(
              buffer.getKey(),
              OnnxTensor.createTensor(OnnxRuntime.environment(), buffer.getValue(), shape));
        }
      }
    } catch (OrtException e) {
      close();
      throw e;
    }
  }

  private LongBuffer buffer() {
    return ByteBuffer.allocateDirect(rows * length * Long.BYTES)
        .order(ByteOrder.nativeOrder())
        .asLongBuffer();
  }

  /** Fills them with at most as many texts as there are rows, none longer than the length. */
  void fill(List<Tokens> texts) {
    List<LongBuffer> all = List.of(ids, mask, types);
    all.forEach(LongBuffer::clear);
    for (int row = 0; row < rows; row++) {
      Tokens text = row < texts.size() ? texts.get(row) : empty;
      for (int i = 0; i < length; i++) {
        boolean isText = i < text.count();
        ids.put(isText ? text.ids()[i] : padToken);
        mask.put(isText ? 1 : 0);
        types.put(isText ? text.types()[i] : 0);
      }
    }
  }

  Map<String, OnnxTensor> tensors() {
    return Map.copyOf(tensors);
  }

  @Override
  public void close() {
    new ArrayList<>(tensors.values()).forEach(OnnxTensor::close);
  }
}
