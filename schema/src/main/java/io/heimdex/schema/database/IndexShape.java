package io.heimdex.schema.database;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An index, whatever its name.
 *
 * @param method such as {@code hnsw}
 * @param columns in order, each with its operator class: {@code image_vec vector_cosine_ops}
 * @param options such as {@code m}; those of HNSW are filled up with pgvector's defaults
 * @param onlyWhere the condition of a partial index; null if all rows are in it
 */
public record IndexShape(
    String method,
    boolean unique,
    List<String> columns,
    Map<String, String> options,
    @Nullable String onlyWhere) {
  private static final Map<String, String> HNSW_DEFAULTS =
      Map.of("m", "16", "ef_construction", "64");

  public IndexShape {
    columns = List.copyOf(columns);
    Map<String, String> all = new TreeMap<>(method.equals("hnsw") ? HNSW_DEFAULTS : Map.of());
    all.putAll(options);
    options = Map.copyOf(all);
  }

  static IndexShape of(String method, String... columns) {
    return new IndexShape(method, false, List.of(columns), Map.of(), null);
  }

  /** As PostgreSQL writes it after {@code USING}. */
  @Override
  public String toString() {
    String with = options.isEmpty()
        ? ""
        : new TreeMap<>(options)
            .entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining(", ", " WITH (", ")"));
    return (unique ? "unique " : "")
        + method
        + " ("
        + String.join(", ", columns)
        + ")"
        + with
        + (onlyWhere == null ? "" : " WHERE " + onlyWhere);
  }
}
