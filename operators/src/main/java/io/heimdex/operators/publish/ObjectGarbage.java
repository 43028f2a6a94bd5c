package io.heimdex.operators.publish;

import io.heimdex.operators.storage.ObjectStore;
import io.heimdex.schema.ObjectKeys;
import io.heimdex.schema.VideoRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Objects that nobody needs any more: noted in the transaction that makes them so, removed afterwards.
 *
 * <p>A generation's keys are deterministic, so the same content uploaded again, a repetition after a failure, or a new
 * upload after a deletion works under the very prefix that was noted. Three rules keep its objects:
 *
 * <ol>
 *   <li>Publishing a generation takes its prefixes off the list, in the same transaction.
 *   <li>Removal holds the lock on the video's row, and spares every generation that is live or being worked on
 *       ({@link LockedVideo#needs}). Work claims its generation before it stores objects ({@link GenerationClaims}), and a claim
 *       happens before the removal looks, or waits until the removal is done; either way its objects, stored later, stay.
 *   <li>A deletion notes the whole video, for it must also reach objects of rows that were still under way. If the video was
 *       uploaded again when it comes to the removal, the prefix is resolved into the generations that lie there.
 * </ol>
 *
 * <p>A prefix that is spared stays noted: it goes once its work has failed, or leaves the list once it is published. Removing
 * twice is harmless, so a fault in between leaves the note.
 */
public final class ObjectGarbage {
  private static final String NOTE = """
      insert into object_garbage (prefix, video_id, noted_at) values (?, ?, now())
      on conflict (prefix) do nothing
      """;

  private static final String STRIKE = "delete from object_garbage where prefix = ?";

  private static final String NOTED =
      "select prefix from object_garbage where video_id = ? order by prefix";

  private final ObjectStore objects;
  private final String bucket;

  /** @param bucket where thumbnails and sidecars lie */
  public ObjectGarbage(ObjectStore objects, String bucket) {
    this.objects = objects;
    this.bucket = bucket;
  }

  /** Notes one generation's objects, and that work on it up to this revision will not be published. */
  static void note(Connection connection, String videoId, String generation, long revision)
      throws SQLException {
    Claim.discard(connection, UUID.fromString(videoId), generation, revision);
    for (String prefix : prefixes(videoId, generation)) {
      Sql.update(connection, NOTE, prefix, UUID.fromString(videoId));
    }
  }

  /** Notes all objects of a video. */
  static void noteAll(Connection connection, String videoId) throws SQLException {
    for (String prefix : prefixes(videoId)) {
      Sql.update(connection, NOTE, prefix, UUID.fromString(videoId));
    }
  }

  /** Takes a generation that becomes live off the list. */
  static void strike(Connection connection, VideoRef video) throws SQLException {
    for (String prefix : prefixes(video.videoId(), video.generation())) {
      Sql.update(connection, STRIKE, prefix);
    }
  }

  /**
   * Removes what is noted of a video and not needed.
   *
   * @return prefixes that are off the list now
   * @throws UncheckedIOException if the object store fails; the notes stay
   */
  public int removeOf(Connection connection, String videoId) throws SQLException {
    UUID id = UUID.fromString(videoId);
    if (noted(connection, id).isEmpty()) {
      return 0;
    }
    LockedVideo video = LockedVideo.lock(connection, id);
    int removed = 0;
    // Without a row there is nothing to lock, so work that begins could not be told.
    for (String prefix : video == null ? List.<String>of() : noted(connection, id)) {
      if (remove(prefix, videoId, video)) {
        removed += Sql.update(connection, STRIKE, prefix);
      }
    }
    return removed;
  }

  /** How many notes of a video {@link #removeOf} would settle now. */
  public int removableOf(Connection connection, String videoId) throws SQLException {
    UUID id = UUID.fromString(videoId);
    LockedVideo video = LockedVideo.lock(connection, id);
    int removable = 0;
    for (String prefix : video == null ? List.<String>of() : noted(connection, id)) {
      boolean wholeVideo = prefixes(videoId).contains(prefix);
      if (wholeVideo || (video != null && !video.needs(generationOf(prefix)))) {
        removable++;
      }
    }
    return removable;
  }

  /** False if the prefix is spared. */
  private boolean remove(String prefix, String videoId, @Nullable LockedVideo video) {
    try {
      if (prefixes(videoId).contains(prefix)) {
        for (String generation : generationsUnder(prefix)) {
          if (video == null || !video.needs(generation)) {
            objects.deletePrefix(bucket, prefix + generation + "/");
          }
        }
        return true;
      }
      if (video != null && video.needs(generationOf(prefix))) {
        return false;
      }
      objects.deletePrefix(bucket, prefix);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Objects under '" + prefix + "' in '" + bucket + "' could not be removed", e);
    }
  }

  private Set<String> generationsUnder(String videoPrefix) throws IOException {
    Set<String> generations = new TreeSet<>();
    for (String key : objects.list(bucket, videoPrefix)) {
      int end = key.indexOf('/', videoPrefix.length());
      if (end > 0) {
        generations.add(key.substring(videoPrefix.length(), end));
      }
    }
    return generations;
  }

  /** The last folder of a prefix. */
  private static String generationOf(String prefix) {
    String folder = prefix.substring(0, prefix.length() - 1);
    return folder.substring(folder.lastIndexOf('/') + 1);
  }

  private static List<String> noted(Connection connection, UUID videoId) throws SQLException {
    List<String> prefixes = new ArrayList<>();
    try (PreparedStatement statement = Sql.prepare(connection, NOTED, videoId);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        prefixes.add(row.getString(1));
      }
    }
    return prefixes;
  }

  private static List<String> prefixes(String videoId) {
    return List.of(ObjectKeys.thumbnailPrefix(videoId), ObjectKeys.sidecarPrefix(videoId));
  }

  private static List<String> prefixes(String videoId, String generation) {
    return prefixes(videoId).stream().map(prefix -> prefix + generation + "/").toList();
  }
}
