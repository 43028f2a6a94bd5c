package io.heimdex.schema.database;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table. Constraints are written as PostgreSQL prints them: {@code PRIMARY KEY (video_id)}, {@code CHECK ((end_s > start_s))}.
 *
 * @param constraints keys, foreign keys and checks
 * @param indexes without those that belong to a constraint
 */
public record TableShape(
    String name, List<ColumnShape> columns, Set<String> constraints, Set<IndexShape> indexes) {
  public TableShape {
    columns = List.copyOf(columns);
    constraints = Set.copyOf(constraints);
    indexes = Set.copyOf(indexes);
  }

  Optional<ColumnShape> column(String wanted) {
    return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
  }
}
