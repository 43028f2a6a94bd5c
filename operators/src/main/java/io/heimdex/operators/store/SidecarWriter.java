package io.heimdex.operators.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heimdex.schema.EmbeddedScene;
import io.heimdex.schema.SceneDraft;
import io.heimdex.schema.VisionTag;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the sidecar of a scene: all that is known of it, as a JSON document after {@code sidecar.schema.json}.
 *
 * <p>The same scene gives the same bytes. So there is no time of creation in it: a replay after a crash would give another, and
 * the objects would differ from those of a run without one.
 */
final class SidecarWriter {
  static final String CONTENT_TYPE = "application/json";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String pipelineVersion;

  SidecarWriter(String pipelineVersion) {
    this.pipelineVersion = pipelineVersion;
  }

  /** @param scene one that did not fail */
  byte[] write(EmbeddedScene scene, String sceneId) {
    float[] imageVec = scene.imageVec();
    String imageModel = scene.imageModel();
    if (imageVec == null || imageModel == null) {
      throw new IllegalArgumentException(
          "Scene " + sceneId + " has no image vector; a sidecar describes scenes that have one");
    }
    SceneDraft draft = scene.draft();
    BigDecimal start = seconds(draft.startMicros());
    BigDecimal end = seconds(draft.endMicros());
    ObjectNode sidecar = JsonNodeFactory.withExactBigDecimals(true).objectNode();
    sidecar.put("video_id", draft.video().videoId());
    sidecar.put("scene_id", sceneId);
    sidecar.put("start_s", start);
    sidecar.put("end_s", end);
    sidecar.put("duration_s", end.subtract(start));
    addTranscript(sidecar.putObject("transcript"));
    ObjectNode embeddings = sidecar.putObject("embeddings");
    addVector(embeddings, "text", scene.textModel(), scene.textVec());
    addVector(embeddings, "vision", imageModel, imageVec);
    addTags(sidecar.putObject("vision_tags"), scene.visionTags());
    sidecar.putArray("people");
    addMetadata(sidecar.putObject("metadata"), imageModel, scene.textModel());
    return bytes(sidecar, sceneId);
  }

  /** There is none yet: the text is empty rather than missing, as for a silent scene. */
  private static void addTranscript(ObjectNode transcript) {
    transcript.put("text", "");
    transcript.putArray("segments");
    transcript.putNull("language");
  }

  private static void addVector(
      ObjectNode embeddings, String name, @Nullable String model, float @Nullable [] values) {
    if (values == null) {
      embeddings.putNull(name);
      return;
    }
    ObjectNode vector = embeddings.putObject(name);
    vector.put("model", model);
    vector.put("dimensions", values.length);
    vector.put("stored_in_db", true);
  }

  private static void addTags(ObjectNode object, @Nullable List<VisionTag> tags) {
    if (tags != null) {
      tags.forEach(tag -> object.put(tag.tag(), tag.score()));
    }
  }

  private void addMetadata(ObjectNode metadata, String imageModel, @Nullable String textModel) {
    metadata.put("version", pipelineVersion);
    ObjectNode models = metadata.putObject("models").put("vision", imageModel);
    if (textModel != null) {
      models.put("text", textModel);
    }
  }

  /** As in the table: three digits. */
  private static BigDecimal seconds(long micros) {
    return BigDecimal.valueOf(micros, 6).setScale(3, RoundingMode.HALF_UP);
  }

  private static byte[] bytes(ObjectNode sidecar, String sceneId) {
    try {
      return MAPPER.writeValueAsBytes(sidecar);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The sidecar of scene " + sceneId + " can't be written", e);
    }
  }
}
