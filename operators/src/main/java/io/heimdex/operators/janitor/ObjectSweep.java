package io.heimdex.operators.janitor;

import io.heimdex.operators.publish.Claim;
import io.heimdex.operators.publish.LockedVideo;
import io.heimdex.operators.publish.Sql;
import io.heimdex.operators.storage.ObjectStore;
import io.heimdex.operators.storage.ObjectStore.ObjectPage;
import io.heimdex.operators.storage.ObjectStore.StoredObject;
import io.heimdex.schema.ObjectKeys;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Goes through all thumbnails and sidecars, a page at a time, and removes those of generations that are not needed
 * ({@link LockedVideo#needs}). What is live is told by one query a page; all else is looked at, and removed, under the lock of
 * its video, which new work on the same generation waits for.
 */
final class ObjectSweep {
  private static final String LIVE =
      "select video_id, generation from videos where video_id = any(?) and generation is not null";

  private final VideoTransactions transactions;
  private final ObjectStore store;
  private final String bucket;
  private final JanitorSettings settings;
  private final SweepCounts counts;
  private final Pace pace;

  ObjectSweep(
      VideoTransactions transactions,
      ObjectStore store,
      String bucket,
      JanitorSettings settings,
      SweepCounts counts,
      Pace pace) {
    this.transactions = transactions;
    this.store = store;
    this.bucket = bucket;
    this.settings = settings;
    this.counts = counts;
    this.pace = pace;
  }

  /** What becomes of a generation's objects. */
  private enum Fate {
    NEEDED,
    NOT_NEEDED,
    UNKNOWN
  }

  void run() throws SQLException, IOException, InterruptedException {
    for (String kind : List.of(ObjectKeys.THUMBNAILS, ObjectKeys.SIDECARS)) {
      String lastPrefix = "";
      String next = null;
      do {
        pace.await();
        ObjectPage page = store.listPage(bucket, kind, next);
        lastPrefix = look(page.objects(), lastPrefix);
        next = page.next();
      } while (next != null);
    }
  }

  /** @param lastPrefix of the former page, for its objects may go on here. @return that of this page */
  private String look(List<StoredObject> objects, String lastPrefix)
      throws SQLException, InterruptedException {
    Map<DerivedKey, List<StoredObject>> groups = groups(objects);
    Set<String> live = live(groups.keySet());
    String last = lastPrefix;
    for (Map.Entry<DerivedKey, List<StoredObject>> group : groups.entrySet()) {
      DerivedKey key = group.getKey();
      int newPrefixes = key.prefix().equals(last) ? 0 : 1;
      last = key.prefix();
      if (live.contains(key.videoId() + " " + key.generation())) {
        counts.prefixes.found(newPrefixes);
        counts.objects.found(group.getValue().size());
      } else {
        look(key, group.getValue(), newPrefixes);
      }
    }
    return last;
  }

  private void look(DerivedKey key, List<StoredObject> objects, int newPrefixes)
      throws SQLException, InterruptedException {
    pace.await();
    Fate fate = transactions.locked(
        key.videoId(), (connection, video) -> remove(connection, video, key, objects));
    if (fate == Fate.UNKNOWN) {
      counts.unknownPrefixes.found(newPrefixes);
      counts.unknownObjects.found(objects.size());
      int old = old(objects).size();
      counts.unknownPrefixes.removable(old == objects.size() ? newPrefixes : 0);
      counts.unknownObjects.removable(old);
      return;
    }
    counts.prefixes.found(newPrefixes);
    counts.objects.found(objects.size());
    if (fate == Fate.NOT_NEEDED) {
      counts.prefixes.removable(newPrefixes);
      counts.objects.removable(objects.size());
    }
  }

  private Fate remove(
      Connection connection,
      @Nullable LockedVideo video,
      DerivedKey key,
      List<StoredObject> objects)
      throws SQLException, IOException {
    if (video == null) {
      // Work may have begun of which the row doesn't tell yet.
      if (!Claim.of(connection, key.videoId()).isEmpty()) {
        return Fate.NEEDED;
      }
      delete(old(objects));
      return Fate.UNKNOWN;
    }
    if (video.needs(key.generation())) {
      return Fate.NEEDED;
    }
    delete(objects);
    return Fate.NOT_NEEDED;
  }

  private void delete(List<StoredObject> objects) throws IOException {
    if (!settings.dryRun()) {
      store.delete(bucket, objects.stream().map(StoredObject::key).toList());
    }
  }

  /** Those that may be removed although nothing is known of their video. */
  private List<StoredObject> old(List<StoredObject> objects) {
    Duration age = settings.unknownAge();
    if (age == null) {
      return List.of();
    }
    Instant limit = Instant.now().minus(age);
    return objects.stream().filter(object -> !object.modified().isAfter(limit)).toList();
  }

  private Map<DerivedKey, List<StoredObject>> groups(List<StoredObject> objects) {
    Map<DerivedKey, List<StoredObject>> groups = new LinkedHashMap<>();
    for (StoredObject object : objects) {
      DerivedKey key = DerivedKey.of(object.key());
      if (key == null) {
        counts.foreignObjects++;
      } else {
        groups.computeIfAbsent(key, any -> new ArrayList<>()).add(object);
      }
    }
    return groups;
  }

  /** Video and generation, joined by a blank. */
  private Set<String> live(Set<DerivedKey> keys) throws SQLException, InterruptedException {
    UUID[] ids = keys.stream().map(DerivedKey::videoId).distinct().toArray(UUID[]::new);
    return transactions.read(connection -> {
      Set<String> live = new HashSet<>();
      try (PreparedStatement statement =
              Sql.prepare(connection, LIVE, connection.createArrayOf("uuid", ids));
          ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          live.add(row.getString(1) + " " + row.getString(2));
        }
      }
      return live;
    });
  }
}
