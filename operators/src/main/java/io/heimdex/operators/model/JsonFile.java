package io.heimdex.operators.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

  /** One without fields where there is no such file. */
  static JsonFile readIfThere(Path file) {
    return Files.isRegularFile(file) ? read(file) : new JsonFile(file, "", JSON.createObjectNode());
  }

  /** Reads only some of the fields: a tokenizer's vocabulary takes a hundred times the memory of its file. */
  static JsonFile readFields(Path file, Set<String> fields) {
    ObjectNode read = JSON.createObjectNode();
    try (JsonParser parser = JSON.createParser(file.toFile())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new ModelFileException(
            file + " begins with " + parser.currentToken() + "; expected a JSON object");
      }
      for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
        parser.nextToken();
        if (fields.contains(field)) {
          read.set(field, parser.<JsonNode>readValueAsTree());
        } else {
          parser.skipChildren();
        }
      }
      return new JsonFile(file, "", read);
    } catch (IOException e) {
      throw new ModelFileException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  /** The objects of a file that is a list of them. */
  static List<JsonFile> readList(Path file) {
    try {
      return objects(file, "", JSON.readTree(file.toFile()));
    } catch (IOException e) {
      throw new ModelFileException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  private static List<JsonFile> objects(Path file, String path, JsonNode list) {
    List<JsonFile> objects = new ArrayList<>();
    for (JsonNode element : list) {
      if (!list.isArray() || !element.isObject()) {
        throw new ModelFileException(
            file + ": '" + path + "' is " + list.getNodeType() + "; expected a list of objects");
      }
      objects.add(new JsonFile(file, path + "[" + objects.size() + "].", element));
    }
    return objects;
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

  /** A whole number of at least 0. */
  long id(String field) {
    JsonNode value = node.path(field);
    if (!value.isIntegralNumber() || value.longValue() < 0) {
      throw wrong(field, "a whole number of at least 0");
    }
    return value.longValue();
  }

  /** A whole number of at least 1. */
  int size(String field) {
    JsonNode value = node.path(field);
    if (!value.isInt() || value.intValue() < 1) {
      throw wrong(field, "a whole number of at least 1");
    }
    return value.intValue();
  }

  int size(String field, int absent) {
    return has(field) ? size(field) : absent;
  }

  /** Of an object whose values are texts; empty where it is missing. */
  Map<String, String> texts(String field) {
    Map<String, String> texts = new TreeMap<>();
    if (has(field)) {
      JsonFile object = object(field);
      object.node.fieldNames().forEachRemaining(name -> {
        String text = object.text(name);
        if (text != null) {
          texts.put(name, text);
        }
      });
    }
    return texts;
  }

  /** Of a list of objects; none where it is missing. */
  List<JsonFile> objects(String field) {
    return has(field) ? objects(file, path + field, node.get(field)) : List.of();
  }

  /** Names of the fields that are true. */
  Set<String> flags() {
    Set<String> flags = new TreeSet<>();
    node.fieldNames().forEachRemaining(name -> {
      if (node.get(name).isBoolean() && node.get(name).booleanValue()) {
        flags.add(name);
      }
    });
    return flags;
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

  Path file() {
    return file;
  }

  ModelFileException wrong(String field, String expected) {
    String value = has(field) ? node.get(field).toString() : "missing";
    return new ModelFileException(
        file + ": '" + path + field + "' is " + value + "; expected " + expected);
  }
}
