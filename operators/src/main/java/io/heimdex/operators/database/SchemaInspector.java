package io.heimdex.operators.database;

import io.heimdex.schema.database.ColumnShape;
import io.heimdex.schema.database.DatabaseShape;
import io.heimdex.schema.database.IndexShape;
import io.heimdex.schema.database.TableShape;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the shape of a live database: of the schema that unqualified names are created in. Not thread-safe. */
final class SchemaInspector {
  private static final String TABLES =
      "SELECT oid, relname FROM pg_class WHERE relkind IN ('r', 'p')"
          + " AND relnamespace = current_schema()::regnamespace AND relname = ANY (?)";

  private static final String COLUMNS = """
      SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
        a.attgenerated <> '', a.attidentity <> ''
      FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum""";

  /** Keys, foreign keys and checks; NOT NULL belongs to the column. */
  private static final String CONSTRAINTS =
      "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = ? AND contype IN ('p', 'u', 'f', 'c', 'x')";

  private static final String INDEXES = """
      SELECT m.amname, i.indisunique, c.reloptions, pg_get_expr(i.indpred, i.indrelid),
        (SELECT array_agg(
            pg_get_indexdef(i.indexrelid, k, false) || CASE WHEN o.opcdefault THEN '' ELSE ' ' || o.opcname END
            ORDER BY k)
         FROM generate_series(1, i.indnkeyatts) AS k JOIN pg_opclass o ON o.oid = i.indclass[k - 1])
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
      WHERE i.indrelid = ? AND i.indisvalid
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid AND contype IN ('p', 'u', 'x'))""";

  private static final String ENUMS = """
      SELECT t.typname, array_agg(e.enumlabel::text ORDER BY e.enumsortorder)
      FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid
      WHERE t.typnamespace = current_schema()::regnamespace
      GROUP BY t.typname""";

  private final Connection connection;

  private SchemaInspector(Connection connection) {
    this.connection = connection;
  }

  /** Reads these tables, as far as they are there, and all enum types and extensions. */
  static DatabaseShape inspect(Connection connection, Set<String> tables) throws SQLException {
    SchemaInspector inspector = new SchemaInspector(connection);
    return new DatabaseShape(
        new HashSet<>(
            inspector.rows("SELECT extname FROM pg_extension", null, row -> row.getString(1))),
        inspector.enums(),
        inspector.tables(tables));
  }

  private Map<String, List<String>> enums() throws SQLException {
    Map<String, List<String>> enums = new HashMap<>();
    rows(ENUMS, null, row -> enums.put(row.getString(1), texts(row.getArray(2))));
    return enums;
  }

  private Map<String, TableShape> tables(Set<String> names) throws SQLException {
    Map<String, TableShape> tables = new HashMap<>();
    Map<String, Long> ids = new HashMap<>();
    Array wanted = connection.createArrayOf("text", names.toArray());
    rows(TABLES, wanted, row -> ids.put(row.getString(2), row.getLong(1)));
    for (Map.Entry<String, Long> table : ids.entrySet()) {
      tables.put(table.getKey(), table(table.getKey(), table.getValue()));
    }
    return tables;
  }

  private TableShape table(String name, long id) throws SQLException {
    return new TableShape(
        name,
        rows(COLUMNS, id, SchemaInspector::column),
        new HashSet<>(rows(CONSTRAINTS, id, row -> row.getString(1))),
        new HashSet<>(rows(INDEXES, id, SchemaInspector::index)));
  }

  private static ColumnShape column(ResultSet row) throws SQLException {
    String expression = row.getString(4);
    boolean generated = row.getBoolean(5);
    String defaultValue = row.getBoolean(6) ? "identity" : expression;
    return new ColumnShape(
        row.getString(1),
        row.getString(2),
        row.getBoolean(3),
        generated ? null : defaultValue,
        generated ? expression : null);
  }

  private static IndexShape index(ResultSet row) throws SQLException {
    Map<String, String> options = new HashMap<>();
    for (String option : texts(row.getArray(3))) {
      int equals = option.indexOf('=');
      options.put(option.substring(0, equals), option.substring(equals + 1));
    }
    return new IndexShape(
        row.getString(1), row.getBoolean(2), texts(row.getArray(5)), options, row.getString(4));
  }

  private static List<String> texts(@Nullable Array array) throws SQLException {
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }

  private interface Mapping<T> {
    T map(ResultSet row) throws SQLException;
  }

  private <T> List<T> rows(String query, @Nullable Object parameter, Mapping<T> mapping)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      if (parameter != null) {
        statement.setObject(1, parameter);
      }
      try (ResultSet row = statement.executeQuery()) {
        List<T> mapped = new ArrayList<>();
        while (row.next()) {
          mapped.add(mapping.map(row));
        }
        return mapped;
      }
    }
  }
}
