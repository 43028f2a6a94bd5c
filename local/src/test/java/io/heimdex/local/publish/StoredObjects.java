package io.heimdex.local.publish;

import io.heimdex.local.storage.S3Server;
import io.heimdex.operators.outage.Outage;
import io.heimdex.operators.publish.GenerationClaims;
import io.heimdex.operators.storage.ObjectStore;
import io.heimdex.operators.storage.S3ObjectStoreFactory;
import io.heimdex.schema.PublishCommand;
import io.heimdex.schema.SceneRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

/** Thumbnails and sidecars, stored as the job does before it publishes. */
final class StoredObjects implements AutoCloseable {
  private final ObjectStore objects;
  private final GenerationClaims claims;

  StoredObjects(Servers servers) {
    objects = new S3ObjectStoreFactory(servers.s3()).open();
    claims = claims(servers);
  }

  /** As a slot of the store operator has them. */
  static GenerationClaims claims(Servers servers) {
    return new GenerationClaims(
        servers.database(), new Outage("PostgreSQL", new ThreadSafeSimpleCounter()));
  }

  PublishCommand store(PublishCommand command) throws IOException, InterruptedException {
    claims.claim(command.video());
    for (SceneRow row : command.rows()) {
      put(row.thumbnailKey());
      put(row.sidecarKey());
    }
    return command;
  }

  void put(String key) throws IOException {
    objects.putIfAbsent(S3Server.BUCKET, key, new byte[] {1}, "application/octet-stream");
  }

  /** Keys of the objects of a video. */
  List<String> of(String videoId) throws IOException {
    List<String> keys = new ArrayList<>();
    keys.addAll(objects.list(S3Server.BUCKET, "sidecars/" + videoId + "/"));
    keys.addAll(objects.list(S3Server.BUCKET, "thumbnails/" + videoId + "/"));
    return keys;
  }

  /** The keys that the rows of a command name, in the same order. */
  static List<String> namedBy(PublishCommand command) {
    List<String> keys = new ArrayList<>();
    command.rows().stream().map(SceneRow::sidecarKey).sorted().forEach(keys::add);
    command.rows().stream().map(SceneRow::thumbnailKey).sorted().forEach(keys::add);
    return keys;
  }

  @Override
  public void close() {
    claims.close();
    objects.close();
  }
}
