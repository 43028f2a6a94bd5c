package io.heimdex.operators.model;

import org.jspecify.annotations.Nullable;

/**
 * What size a picture is resized to. Rounds as Hugging Face's transformers do.
 *
 * @param least of every picture; null if that depends on the picture
 * @param most of every picture; null if that depends on the picture
 */
record SizeRule(@Nullable Size least, @Nullable Size most, Ratio ratio) {

  /** The size for a picture of a width and a height. */
  @FunctionalInterface
  interface Ratio {
    Size of(int width, int height);
  }

  /** In pixels. */
  record Size(int width, int height) {
    /** A height and a width, or a number for both. */
    static Size read(JsonFile json, String field) {
      if (!json.isObject(field)) {
        return new Size(json.size(field), json.size(field));
      }
      JsonFile size = json.object(field);
      return new Size(size.size("width"), size.size("height"));
    }

    /** Never nothing, however long and thin a picture is. */
    private static Size rounded(double width, double height) {
      return new Size(Math.max(1, (int) width), Math.max(1, (int) height));
    }

    boolean isWithin(Size other) {
      return width <= other.width && height <= other.height;
    }
  }

  /** @param field a number, or an object of some of the edges that the size has */
  static SizeRule read(JsonFile json, String field) {
    if (!json.isObject(field)) {
      return ProcessorType.of(json).isShortestEdge()
          ? shortestEdge(json.size(field))
          : exactly(Size.read(json, field));
    }
    JsonFile size = json.object(field);
    if (size.has("shortest_edge")) {
      int edge = size.size("shortest_edge");
      return size.has("longest_edge")
          ? between(json, edge, size.size("longest_edge"))
          : shortestEdge(edge);
    }
    if (size.has("longest_edge")) {
      return longestEdge(size.size("longest_edge"));
    }
    if (size.has("max_height")) {
      return within(new Size(size.size("max_width"), size.size("max_height")));
    }
    if (!size.has("height")) {
      throw json.wrong(
          field,
          "a 'height' and a 'width', a 'shortest_edge', a 'longest_edge' or both, or a 'max_height' and a 'max_width'");
    }
    return exactly(Size.read(json, field));
  }

  /** The shortest edge, where nothing else will do. */
  static int edge(JsonFile json) {
    if (!json.isObject("size")) {
      return json.size("size");
    }
    if (json.object("size").has("longest_edge")) {
      throw json.wrong("size", "a 'shortest_edge' alone");
    }
    return json.object("size").size("shortest_edge");
  }

  static SizeRule exactly(Size size) {
    return new SizeRule(size, size, (width, height) -> size);
  }

  static SizeRule shortestEdge(int edge) {
    return new SizeRule(new Size(edge, edge), null, (width, height) -> {
      int shorter = Math.min(width, height);
      return Size.rounded((double) edge * width / shorter, (double) edge * height / shorter);
    });
  }

  /** As Segment Anything has it: half a pixel is rounded up. */
  private static SizeRule longestEdge(int edge) {
    return new SizeRule(null, new Size(edge, edge), (width, height) -> {
      double scale = edge * 1.0 / Math.max(width, height);
      return Size.rounded(width * scale + 0.5, height * scale + 0.5);
    });
  }

  private static SizeRule within(Size most) {
    return new SizeRule(null, most, (width, height) -> {
      double scale = Math.min((double) most.height / height, (double) most.width / width);
      return Size.rounded(width * scale, height * scale);
    });
  }

  /** The shorter edge has its length, unless the longer one would get too long. */
  private static SizeRule between(JsonFile json, int shortest, int longest) {
    if (shortest > longest) {
      throw json.wrong("size", "a 'shortest_edge' that is no longer than the 'longest_edge'");
    }
    return new SizeRule(null, new Size(longest, longest), (width, height) -> {
      double shorter = Math.min(width, height);
      double longer = Math.max(width, height);
      boolean isTooLong = longer / shorter * shortest > longest;
      double exact = isTooLong ? longest * shorter / longer : shortest;
      int edge = (int) Math.rint(exact);
      if (edge == shorter) {
        return new Size(width, height);
      }
      return width < height
          ? Size.rounded(edge, exact * height / width)
          : Size.rounded(exact * width / height, edge);
    });
  }

  Size of(int width, int height) {
    return ratio.of(width, height);
  }
}
