package io.heimdex.local.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;

/** What must hold after every run, whatever was run. */
final class Published {
  private Published() {}

  /** No duplicate, no gap, no row without its objects, no object without its row, nothing left to be done. */
  static void assertInvariants(JobStack job) throws SQLException, IOException {
    assertThat(job.rows("""
                SELECT v.video_id, v.scene_count, count(s.scene_id) FROM videos v LEFT JOIN scenes s USING (video_id)
                WHERE v.state = 'indexed' GROUP BY v.video_id
                HAVING count(s.scene_id) <> v.scene_count OR count(s.scene_id) = 0 OR min(s.start_s) <> 0
                  OR max(s.end_s) <> v.duration_s OR bool_or(s.generation <> v.generation)
                """)).as("indexed videos whose scenes are not complete").isEmpty();
    assertThat(job.rows("""
                SELECT a.video_id, a.scene_index FROM scenes a
                JOIN scenes b ON b.video_id = a.video_id AND b.scene_index = a.scene_index + 1
                WHERE a.end_s <> b.start_s
                """)).as("gaps").isEmpty();
    Set<String> keys = new TreeSet<>(job.rows("SELECT thumbnail_key FROM scenes"));
    keys.addAll(job.rows("SELECT sidecar_key FROM scenes"));
    assertThat(new TreeSet<>(job.objectKeys())).as("objects against rows").isEqualTo(keys);
    assertThat(job.rows("SELECT * FROM scene_staging")).as("staged rows").isEmpty();
    assertThat(job.rows("SELECT * FROM object_garbage"))
        .as("objects to be removed")
        .isEmpty();
  }
}
