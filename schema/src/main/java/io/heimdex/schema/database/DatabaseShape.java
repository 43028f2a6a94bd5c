package io.heimdex.schema.database;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a database looks like, or should.
 *
 * @param extensions by name
 * @param enums the labels of each enum type, in order
 * @param tables by name
 */
public record DatabaseShape(
    Set<String> extensions, Map<String, List<String>> enums, Map<String, TableShape> tables) {
  public DatabaseShape {
    extensions = Set.copyOf(extensions);
    enums = Map.copyOf(enums);
    tables = Map.copyOf(tables);
  }
}
