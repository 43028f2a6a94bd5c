package io.heimdex.operators.database;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/** Which faults of PostgreSQL pass by themselves. */
public final class SqlFaults {
  private SqlFaults() {}

  /** Whether the same transaction may well succeed a moment later. */
  public static boolean isTransient(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientException
          || (cause instanceof SQLException sql && isTransient(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }

  /**
   * By SQLSTATE: connection lost, out of resources, serialisation failure, deadlock, lock or statement timeout, server shutting down, disk
   * fault, and a server that only reads, as one does between losing and regaining its role.
   */
  private static boolean isTransient(@Nullable String state) {
    return state != null
        && (state.startsWith("08")
            || state.startsWith("53")
            || state.startsWith("57P0")
            || state.equals("40001")
            || state.equals("40P01")
            || state.equals("55P03")
            || state.equals("57014")
            || state.equals("58030")
            || state.equals("25006"));
  }
}
