package io.heimdex.operators.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model's directory in S3, as a setting names it.
 *
 * @param setting {@code s3://bucket/directory}, or an ONNX file in such a directory or in its {@code onnx/}
 * @param directory without a slash at its end; empty for the bucket itself
 * @param file the ONNX file that the setting names, from the directory on; null if it names none
 */
record S3Location(
    String setting,
    String bucket,
    String directory,
    @Nullable String file) {
  private static final String SCHEME = "s3://";
  private static final String ONNX = ".onnx";

  /** Weights and code of other runtimes, which repositories of models hold beside the ONNX files. */
  private static final List<String> OF_OTHERS = List.of(
      ".safetensors",
      "pytorch_model.bin",
      ".h5",
      ".msgpack",
      ".pt",
      ".pth",
      ".ckpt",
      ".tflite",
      ".py");

  static boolean isOne(String setting) {
    return setting.startsWith(SCHEME);
  }

  static S3Location of(String setting) {
    String path = setting.substring(SCHEME.length()).replaceAll("/+$", "");
    int slash = path.indexOf('/');
    String bucket = slash < 0 ? path : path.substring(0, slash);
    if (bucket.isBlank()) {
      throw new ModelFileException(
          "'" + setting + "' names no bucket; expected s3://bucket/directory");
    }
    String key = slash < 0 ? "" : path.substring(slash + 1);
    if (!key.endsWith(ONNX)) {
      return new S3Location(setting, bucket, key, null);
    }
    String parent = parent(key);
    String directory = parent.equals("onnx") || parent.endsWith("/onnx") ? parent(parent) : parent;
    String file = directory.isEmpty() ? key : key.substring(directory.length() + 1);
    return new S3Location(setting, bucket, directory, file);
  }

  private static String parent(String key) {
    return key.substring(0, Math.max(0, key.lastIndexOf('/')));
  }

  /** What the keys of its files begin with. */
  String prefix() {
    return directory.isEmpty() ? "" : directory + "/";
  }

  /** What the model is called. */
  String name() {
    return directory.isEmpty() ? bucket : directory.substring(directory.lastIndexOf('/') + 1);
  }

  /** Whether the model may need a file, or it is one of another model or for another runtime. @param path from the directory on */
  boolean needs(String path) {
    if (path.isEmpty() || path.endsWith("/") || path.startsWith(".") || path.contains("/.")) {
      return false;
    }
    if (path.contains(ONNX)) {
      return file == null || path.startsWith(file);
    }
    return OF_OTHERS.stream().noneMatch(path::endsWith);
  }
}
