package io.heimdex.schema.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares a database with the contract. What a database has beyond the contract is its own affair, unless it makes an insert
 * of ours fail.
 */
public final class SchemaComparison {
  /** Mends all but what somebody added on purpose. */
  static final String MIGRATE = "./heimdex schema migrate";

  private static final Pattern VECTOR = Pattern.compile("vector\\((\\d+)\\)");
  private static final String MISSING = "missing";
  private static final String NOTHING = "nothing";

  private final DatabaseShape expected;
  private final DatabaseShape found;
  private final List<SchemaDifference> differences = new ArrayList<>();

  private SchemaComparison(DatabaseShape expected, DatabaseShape found) {
    this.expected = expected;
    this.found = found;
  }

  /** All differences, by table; empty if the database is as the code needs it. */
  public static List<SchemaDifference> compare(DatabaseShape expected, DatabaseShape found) {
    SchemaComparison comparison = new SchemaComparison(expected, found);
    comparison.extensions();
    comparison.enums();
    new TreeMap<>(expected.tables()).values().forEach(comparison::table);
    return List.copyOf(comparison.differences);
  }

  private void extensions() {
    for (String extension : expected.extensions()) {
      if (!found.extensions().contains(extension)) {
        add(
            "",
            "extension " + extension,
            "installed",
            MISSING,
            MIGRATE + ", as a user who may create extensions; or, as a superuser, CREATE EXTENSION "
                + extension);
      }
    }
  }

  private void enums() {
    expected.enums().forEach((type, labels) -> {
      List<String> actual = found.enums().get(type);
      if (!labels.equals(actual)) {
        add(
            "",
            "type " + type,
            labels.toString(),
            actual == null ? MISSING : actual.toString(),
            MIGRATE);
      }
    });
  }

  private void table(TableShape wanted) {
    TableShape actual = found.tables().get(wanted.name());
    if (actual == null) {
      add(wanted.name(), "table " + wanted.name(), "a table", MISSING, MIGRATE);
      return;
    }
    wanted.columns().forEach(column -> column(wanted, column, actual.column(column.name())));
    missing(wanted, "constraint", wanted.constraints(), actual.constraints());
    missing(wanted, "index", wanted.indexes(), actual.indexes());
    if (DatabaseContract.WRITTEN.contains(wanted.name())) {
      hindrances(wanted, actual);
    }
  }

  private void column(TableShape table, ColumnShape wanted, Optional<ColumnShape> found) {
    String object = "column " + table.name() + "." + wanted.name();
    if (found.isEmpty()) {
      add(table.name(), object, wanted.type(), MISSING, MIGRATE);
      return;
    }
    ColumnShape actual = found.get();
    if (!wanted.type().equals(actual.type())) {
      add(table.name(), object, wanted.type(), actual.type(), migrationTo(wanted.type()));
    }
    if (wanted.required() != actual.required()) {
      add(table.name(), object, nullability(wanted), nullability(actual), MIGRATE);
    }
    if (wanted.defaultValue() != null && !wanted.defaultValue().equals(actual.defaultValue())) {
      add(table.name(), object, "DEFAULT " + wanted.defaultValue(), defaultOf(actual), MIGRATE);
    }
    if (!Objects.equals(wanted.generatedFrom(), actual.generatedFrom())) {
      add(table.name(), object, generation(wanted), generation(actual), MIGRATE);
    }
  }

  private static String migrationTo(String type) {
    Matcher vector = VECTOR.matcher(type);
    return vector.matches() ? MIGRATE + " --dimensions " + vector.group(1) : MIGRATE;
  }

  private static String nullability(ColumnShape column) {
    return column.required() ? "NOT NULL" : "nullable";
  }

  private static String defaultOf(ColumnShape column) {
    return column.defaultValue() == null ? "no default" : "DEFAULT " + column.defaultValue();
  }

  private static String generation(ColumnShape column) {
    return column.generatedFrom() == null
        ? "not generated"
        : "GENERATED ALWAYS AS (" + column.generatedFrom() + ") STORED";
  }

  private void missing(TableShape table, String kind, Set<?> wanted, Set<?> actual) {
    wanted.stream()
        .filter(each -> !actual.contains(each))
        .map(Object::toString)
        .sorted()
        .forEach(each -> add(table.name(), kind + " on " + table.name(), each, MISSING, MIGRATE));
  }

  /** What others added, and makes inserts fail that are right by the contract. */
  private void hindrances(TableShape wanted, TableShape actual) {
    String alter = "ALTER TABLE " + wanted.name() + " ";
    for (ColumnShape column : actual.columns()) {
      if (wanted.column(column.name()).isEmpty() && column.breaksInserts()) {
        add(
            wanted.name(),
            "column " + wanted.name() + "." + column.name(),
            "nullable or with a default, as no insert knows it",
            "NOT NULL without default",
            alter + "ALTER " + column.name() + " DROP NOT NULL, or give it a default");
      }
    }
    actual.constraints().stream()
        .filter(constraint -> !wanted.constraints().contains(constraint))
        .sorted()
        .forEach(constraint -> add(
            wanted.name(),
            "constraint on " + wanted.name(),
            NOTHING,
            constraint,
            alter + "DROP CONSTRAINT …, as inserts may fail on it"));
    actual.indexes().stream()
        .filter(IndexShape::unique)
        .map(IndexShape::toString)
        .sorted()
        .forEach(index -> add(
            wanted.name(),
            "index on " + wanted.name(),
            NOTHING,
            index,
            "DROP INDEX …, as inserts may fail on it"));
  }

  private void add(String table, String object, String wanted, String actual, String mend) {
    differences.add(new SchemaDifference(table, object, wanted, actual, mend));
  }
}
