package io.heimdex.operators.publish;

import io.heimdex.schema.VideoRef;
import java.util.UUID;

/** Whose a video's row is. A row of another owner is never changed. */
public final class VideoOwner {
  /** Stands in rows that were there before owners were known: whoever comes first gets them. */
  private static final UUID UNKNOWN = new UUID(0, 0);

  private VideoOwner() {}

  /** Whether work of this owner may change a row. @param ofRow its {@code user_id} */
  public static boolean mayChange(UUID ofRow, VideoRef video) {
    return ofRow.equals(UNKNOWN) || ofRow.equals(UUID.fromString(video.ownerId()));
  }
}
