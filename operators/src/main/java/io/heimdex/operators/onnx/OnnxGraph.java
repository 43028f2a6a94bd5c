package io.heimdex.operators.onnx;

import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Builds an ONNX model node by node. Values are handled by their names; nodes must be added after what they read.
 *
 * <p>Field numbers are those of onnx.proto3. The same calls give the same bytes.
 */
public final class OnnxGraph {
  /** What the file format and the operators must be able to do; known to every runtime since 2022. */
  private static final int IR_VERSION = 8;

  private static final int OPSET = 17;

  /** Open sizes, for shapes: the number of inputs, that of pictures where it may be another, and the length of texts. */
  public static final int BATCH = -1;

  public static final int PICTURES = -2;
  public static final int SEQUENCE = -3;

  /** ONNX's numbers of element types. */
  public enum ElementType {
    FLOAT(1),
    UINT8(2),
    INT8(3),
    INT64(7),
    FLOAT16(10);

    private final int number;

    ElementType(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }
  }

  private final ProtoWriter graph = new ProtoWriter();
  private final String name;
  private int values;

  public OnnxGraph(String name) {
    this.name = name;
  }

  /** Declares an input. @param shape may have open sizes */
  public String input(String input, ElementType type, long... shape) {
    graph.message(11, valueInfo(input, type, shape));
    return input;
  }

  /** Declares a value as an output under its own name. @param shape may have open sizes */
  public void output(String value, String output, long... shape) {
    output(value, output, ElementType.FLOAT, shape);
  }

  /** The same of another type than floats. */
  public void output(String value, String output, ElementType type, long... shape) {
    graph.message(1, node("Identity", output, value));
    graph.message(12, valueInfo(output, type, shape));
  }

  /** A constant tensor of floats. */
  public String floats(float[] values, long... shape) {
    ByteBuffer data = littleEndian(4 * values.length);
    for (float value : values) {
      data.putFloat(value);
    }
    return constant(ElementType.FLOAT, data, shape);
  }

  /** A constant tensor of half floats, to which the values are rounded. */
  public String halves(float[] values, long... shape) {
    ByteBuffer data = littleEndian(2 * values.length);
    for (float value : values) {
      data.putShort(Fp16Conversions.floatToFp16(value));
    }
    return constant(ElementType.FLOAT16, data, shape);
  }

  /** A constant tensor of bytes. @param type whether they have a sign */
  public String bytes(byte[] values, ElementType type, long... shape) {
    return constant(type, ByteBuffer.wrap(values), shape);
  }

  /** A constant scalar. */
  public String scalar(float value) {
    return floats(new float[] {value});
  }

  /** A constant tensor of integers, in one dimension. */
  public String integers(long... values) {
    ByteBuffer data = littleEndian(8 * values.length);
    for (long value : values) {
      data.putLong(value);
    }
    return constant(ElementType.INT64, data, values.length);
  }

  /** A constant integer, without dimensions. */
  public String index(long value) {
    return constant(ElementType.INT64, littleEndian(8).putLong(value));
  }

  /** Adds a node with one output. @return the name of the output */
  public String add(String operator, String... inputs) {
    String output = nextName();
    graph.message(1, node(operator, output, inputs));
    return output;
  }

  /** Adds a node with attributes. @return the name of its output */
  public String add(String operator, Attributes attributes, String... inputs) {
    String output = nextName();
    ProtoWriter node = node(operator, output, inputs);
    attributes.writeTo(node);
    graph.message(1, node);
    return output;
  }

  /** The file. */
  public byte[] toBytes(String producer) {
    ProtoWriter opset = new ProtoWriter().text(1, "").integer(2, OPSET);
    return new ProtoWriter()
        .integer(1, IR_VERSION)
        .text(2, producer)
        .message(7, graph.text(2, name))
        .message(8, opset)
        .toBytes();
  }

  private String constant(ElementType type, ByteBuffer data, long... shape) {
    String constant = nextName();
    ProtoWriter tensor = new ProtoWriter();
    for (long size : shape) {
      tensor.integer(1, size);
    }
    graph.message(5, tensor.integer(2, type.number()).text(8, constant).bytes(9, data.array()));
    return constant;
  }

  private String nextName() {
    return "v" + values++;
  }

  private static ProtoWriter node(String operator, String output, String... inputs) {
    ProtoWriter node = new ProtoWriter();
    for (String input : inputs) {
      node.text(1, input);
    }
    return node.text(2, output).text(4, operator);
  }

  private static ProtoWriter valueInfo(String name, ElementType type, long... shape) {
    ProtoWriter dimensions = new ProtoWriter();
    for (long size : shape) {
      ProtoWriter dimension = new ProtoWriter();
      dimensions.message(1, size < 0 ? dimension.text(2, open(size)) : dimension.integer(1, size));
    }
    ProtoWriter tensor = new ProtoWriter().integer(1, type.number()).message(2, dimensions);
    return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
  }

  private static String open(long size) {
    return size == BATCH ? "batch" : size == PICTURES ? "pictures" : "sequence";
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Attributes of one node. */
  public static final class Attributes {
    private static final int INTEGER = 2;
    private static final int INTEGERS = 7;

    private final ProtoWriter node = new ProtoWriter();

    public Attributes integer(String name, long value) {
      node.message(5, new ProtoWriter().text(1, name).integer(3, value).integer(20, INTEGER));
      return this;
    }

    public Attributes integers(String name, long... values) {
      ProtoWriter attribute = new ProtoWriter().text(1, name);
      for (long value : values) {
        attribute.integer(8, value);
      }
      node.message(5, attribute.integer(20, INTEGERS));
      return this;
    }

    private void writeTo(ProtoWriter target) {
      target.append(node);
    }
  }
}
