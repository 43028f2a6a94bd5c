package io.heimdex.operators.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An object of a JSON file, or one within it. What its fields are not is told with the file's name and the field's path. */
final class JsonFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final String path;
  private final JsonNode node;

  private JsonFile(Path file, String path, JsonNode node) {
    this.file = file;
    this.path = path;
    this.node = node;
  }

  static JsonFile read(Path file) {
    try {
      JsonNode node = JSON.readTree(file.toFile());
      if (!node.isObject()) {
        throw new ModelFileException(
            file + " holds " + node.getNodeType() + "; expected a JSON object");
      }
      return new JsonFile(file, "", node);
    } catch (IOException e) {
      throw new ModelFileException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  boolean has(String field) {
    return node.hasNonNull(field);
  }

  boolean isObject(String field) {
    return node.path(field).isObject();
  }

  JsonFile object(String field) {
    if (!isObject(field)) {
      throw wrong(field, "an object");
    }
    return new JsonFile(file, path + field + ".", node.get(field));
  }

  boolean flag(String field, boolean absent) {
    if (!has(field)) {
      return absent;
    }
    if (!node.get(field).isBoolean()) {
      throw wrong(field, "true or false");
    }
    return node.get(field).booleanValue();
  }

  /** A whole number of at least 1. */
  int size(String field) {
    JsonNode value = node.path(field);
    if (!value.isInt() || value.intValue() < 1) {
      throw wrong(field, "a whole number of at least 1");
    }
    return value.intValue();
  }

  double number(String field, double absent) {
    if (!has(field)) {
      return absent;
    }
    if (!node.get(field).isNumber()) {
      throw wrong(field, "a number");
    }
    return node.get(field).doubleValue();
  }

  float[] numbers(String field, int count) {
    JsonNode values = node.path(field);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      if (values.size() != count || !values.get(i).isNumber()) {
        throw wrong(field, count + " numbers");
      }
      numbers[i] = values.get(i).floatValue();
    }
    return numbers;
  }

  @Nullable
  String text(String field) {
    if (!has(field)) {
      return null;
    }
    if (!node.get(field).isTextual()) {
      throw wrong(field, "a text");
    }
    return node.get(field).textValue();
  }

  ModelFileException wrong(String field, String expected) {
    String value = has(field) ? node.get(field).toString() : "missing";
    return new ModelFileException(
        file + ": '" + path + field + "' is " + value + "; expected " + expected);
  }
}
