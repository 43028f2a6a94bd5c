package io.heimdex.schema.database;

import static io.heimdex.schema.database.ColumnShape.generated;
import static io.heimdex.schema.database.ColumnShape.optional;
import static io.heimdex.schema.database.ColumnShape.required;
import static io.heimdex.schema.database.ColumnShape.withDefault;

import io.heimdex.schema.VideoState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the code relies on. A test holds it against the migrations: after them, a database differs in nothing. */
public final class DatabaseContract {
  /** Where the job writes rows, and may: what others add to these tables must not get in the way. */
  public static final Set<String> WRITTEN = Set.of(
      "videos",
      "video_metadata",
      "scenes",
      "scene_staging",
      "object_garbage",
      "decode_attempts",
      "stored_generations");

  private static final String UUID = "uuid";
  private static final String INTEGER = "integer";
  private static final String BIGINT = "bigint";
  private static final String TEXT = "text";
  private static final String JSON = "jsonb";
  private static final String SECONDS = "numeric(10,3)";
  private static final String TIME = "timestamp with time zone";
  private static final String NOW = "now()";
  private static final int FACE_DIMENSIONS = 512;

  private DatabaseContract() {}

  /**
   * The whole contract.
   *
   * @param vectorDimensions of the embeddings
   */
  public static DatabaseShape of(int vectorDimensions) {
    String vector = vector(vectorDimensions);
    return new DatabaseShape(
        Set.of("vector"),
        Map.of(
            "video_state",
            Arrays.stream(VideoState.values()).map(VideoState::label).toList()),
        Stream.of(
                videos(),
                videoMetadata(),
                scenes(vector),
                sceneStaging(vector),
                objectGarbage(),
                storedGenerations(),
                decodeAttempts(),
                faceProfiles(),
                scenePeople())
            .collect(Collectors.toMap(TableShape::name, Function.identity())));
  }

  private static TableShape videos() {
    return new TableShape(
        "videos",
        List.of(
            required("video_id", UUID),
            required("user_id", UUID),
            optional("storage_bucket", varchar(63)),
            required("storage_key", varchar(512)),
            withDefault("mime_type", varchar(127), "'application/octet-stream'::character varying"),
            withDefault("size_bytes", BIGINT, "0"),
            optional("duration_s", SECONDS),
            withDefault("state", "video_state", "'uploading'::video_state"),
            optional("error_code", varchar(64)),
            optional("error_text", TEXT),
            optional("generation", varchar(32)),
            optional("work_generation", varchar(32)),
            withDefault("revision", BIGINT, "0"),
            optional("scene_count", INTEGER),
            withDefault("warnings", JSON, "'[]'::jsonb"),
            optional("indexed_at", TIME),
            withDefault("created_at", TIME, NOW),
            withDefault("updated_at", TIME, NOW)),
        Set.of("PRIMARY KEY (video_id)"),
        Set.of(
            IndexShape.of("btree", "user_id"),
            IndexShape.of("btree", "state"),
            IndexShape.of("btree", "created_at")));
  }

  private static TableShape videoMetadata() {
    return new TableShape(
        "video_metadata",
        List.of(
            required("video_id", UUID),
            optional("title", varchar(255)),
            optional("description", TEXT),
            optional("tags", JSON),
            optional("thumbnail_url", varchar(512)),
            withDefault("updated_at", TIME, NOW)),
        Set.of("PRIMARY KEY (video_id)", cascade("video_id", "videos")),
        Set.of());
  }

  private static TableShape scenes(String vector) {
    return new TableShape(
        "scenes",
        List.of(
            required("scene_id", UUID),
            required("video_id", UUID),
            required("generation", varchar(32)),
            required("scene_index", INTEGER),
            required("start_s", SECONDS),
            required("end_s", SECONDS),
            optional("transcript", TEXT),
            generated(
                "tsv",
                "tsvector",
                "to_tsvector('simple'::regconfig, COALESCE(transcript, ''::text))"),
            optional("text_vec", vector),
            optional("image_vec", vector),
            optional("vision_tags", JSON),
            optional("sidecar_key", varchar(512)),
            optional("thumbnail_key", varchar(512)),
            optional("text_model", varchar(255)),
            optional("image_model", varchar(255)),
            optional("pipeline_version", varchar(64)),
            withDefault("created_at", TIME, NOW)),
        Set.of(
            "PRIMARY KEY (scene_id)",
            "UNIQUE (video_id, scene_index)",
            "CHECK ((end_s > start_s))",
            cascade("video_id", "videos")),
        Set.of(
            IndexShape.of("btree", "video_id", "start_s"),
            IndexShape.of("gin", "vision_tags jsonb_path_ops"),
            IndexShape.of("gin", "tsv"),
            IndexShape.of("hnsw", "text_vec vector_cosine_ops"),
            IndexShape.of("hnsw", "image_vec vector_cosine_ops")));
  }

  private static TableShape sceneStaging(String vector) {
    return new TableShape(
        "scene_staging",
        List.of(
            required("batch_id", UUID),
            required("video_id", UUID),
            required("generation", varchar(32)),
            required("scene_index", INTEGER),
            required("scene_id", UUID),
            required("start_s", SECONDS),
            required("end_s", SECONDS),
            optional("transcript", TEXT),
            optional("text_vec", vector),
            optional("image_vec", vector),
            optional("vision_tags", JSON),
            optional("sidecar_key", varchar(512)),
            optional("thumbnail_key", varchar(512)),
            optional("text_model", varchar(255)),
            optional("image_model", varchar(255)),
            optional("pipeline_version", varchar(64)),
            withDefault("staged_at", TIME, NOW),
            optional("revision", BIGINT)),
        Set.of("PRIMARY KEY (batch_id, scene_index)"),
        Set.of());
  }

  private static TableShape objectGarbage() {
    return new TableShape(
        "object_garbage",
        List.of(
            required("prefix", varchar(1024)),
            required("video_id", UUID),
            withDefault("noted_at", TIME, NOW)),
        Set.of("PRIMARY KEY (prefix)"),
        Set.of());
  }

  private static TableShape decodeAttempts() {
    return new TableShape(
        "decode_attempts",
        List.of(
            required("video_id", UUID),
            required("revision", BIGINT),
            required("segment", INTEGER),
            required("generation", varchar(32)),
            withDefault("begun", INTEGER, "0"),
            withDefault("faults", INTEGER, "0"),
            optional("farthest_us", BIGINT),
            optional("last_code", varchar(64)),
            optional("last_error", TEXT),
            withDefault("updated_at", TIME, NOW)),
        Set.of("PRIMARY KEY (video_id, revision, segment)"),
        Set.of());
  }

  private static TableShape storedGenerations() {
    return new TableShape(
        "stored_generations",
        List.of(
            required("video_id", UUID),
            required("generation", varchar(32)),
            required("revision", BIGINT),
            withDefault("discarded", "boolean", "false"),
            withDefault("claimed_at", TIME, NOW)),
        Set.of("PRIMARY KEY (video_id, generation)"),
        Set.of());
  }

  private static TableShape faceProfiles() {
    return new TableShape(
        "face_profiles",
        List.of(
            required("person_id", UUID),
            required("user_id", UUID),
            optional("name", varchar(255)),
            optional("face", vector(FACE_DIMENSIONS)),
            optional("photo_keys", "character varying[]"),
            withDefault("created_at", TIME, NOW)),
        Set.of("PRIMARY KEY (person_id)"),
        Set.of());
  }

  private static TableShape scenePeople() {
    return new TableShape(
        "scene_people",
        List.of(
            required("scene_id", UUID),
            required("person_id", UUID),
            optional("confidence", "double precision"),
            optional("frame_count", INTEGER)),
        Set.of("PRIMARY KEY (scene_id, person_id)", cascade("scene_id", "scenes")),
        Set.of());
  }

  private static String varchar(int length) {
    return "character varying(" + length + ")";
  }

  private static String vector(int dimensions) {
    return "vector(" + dimensions + ")";
  }

  private static String cascade(String column, String table) {
    return "FOREIGN KEY (%1$s) REFERENCES %2$s(%1$s) ON DELETE CASCADE".formatted(column, table);
  }
}
