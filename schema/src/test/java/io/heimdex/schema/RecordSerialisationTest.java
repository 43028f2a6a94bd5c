package io.heimdex.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordSerialisationTest {
  private static final KafkaPosition POSITION = new KafkaPosition("uploads", 3, 42);
  private static final VideoRef VIDEO =
      new VideoRef("v", "o", "b", "k", null, "tag", 7, "generation", 5, "title", null, POSITION);
  private static final VideoInfo INFO = new VideoInfo(
      "mov,mp4", "h264", "video/mp4", 0, 640, 360, 90, 1.5, 25, 0, 1_000_000, 7, true, true, false);
  private static final Failure FAILURE = new Failure(FailureCode.NO_FRAMES, "detect", "nothing");
  private static final Keyframe KEYFRAME =
      new Keyframe(40_000, new byte[] {1, 2, 3}, 100, 40, 0.1f, 12);
  private static final SceneDraft DRAFT = new SceneDraft(
      VIDEO, INFO, 0, 1, 0, 1_000_000, List.of(KEYFRAME), 0, 1_000_000, 25, null, List.of());
  private static final SceneRow ROW = new SceneRow(
      VIDEO,
      INFO,
      "s",
      0,
      1,
      0,
      1_000_000,
      1_000_000,
      new float[] {1, 0},
      "m",
      List.of(new VisionTag("dog", 0.5f)),
      new float[] {0, 1},
      "n",
      "t",
      "c",
      null,
      List.of());

  static Stream<Record> recordsThatCrossOperators() {
    return Stream.of(
        new RawNotice(new byte[] {4}, POSITION),
        new UploadNotice(
            NoticeKind.DELETED,
            "v",
            "o",
            "b",
            "k",
            null,
            null,
            null,
            -1,
            Instant.EPOCH,
            null,
            null,
            POSITION),
        new UploadNotice(
                NoticeKind.UPLOADED,
                "v",
                "o",
                "b",
                "k",
                null,
                "e",
                "s",
                1,
                Instant.EPOCH,
                null,
                null,
                POSITION)
            .withOriginal("{}"),
        new OriginalNotice("v", 1, "{}"),
        new OriginalNotice("v", 1, null),
        VIDEO,
        new ProbedVideo(VIDEO, null, FAILURE),
        new SegmentTask(VIDEO, INFO, 0, 1, Long.MIN_VALUE, Long.MAX_VALUE),
        new FrameChunk(
            VIDEO,
            INFO,
            0,
            1,
            0,
            true,
            new long[] {0, 40},
            new byte[8],
            List.of(KEYFRAME),
            80,
            null,
            Damage.NONE),
        new FrameChunk(
            VIDEO,
            INFO,
            0,
            1,
            0,
            true,
            new long[0],
            new byte[0],
            List.of(),
            0,
            FAILURE,
            Damage.NONE),
        DRAFT,
        SceneDraft.failed(VIDEO, INFO, FAILURE),
        new EmbeddedScene(DRAFT, new float[] {1}, "m", null, null, null),
        new EmbeddedScene(
            DRAFT, new float[] {1}, "m", List.of(new VisionTag("dog", 0.5f)), new float[] {2}, "n"),
        ROW,
        SceneRow.failed(VIDEO, INFO, FAILURE),
        new PublishCommand(PublishKind.PUBLISH, VIDEO, INFO, 1_000_000, List.of(ROW)),
        new PublishCommand(PublishKind.DELETE, VIDEO, null, -1, List.of()),
        new ProgressUpdate(VIDEO, VideoState.FAILED, null, FAILURE),
        new FailedVideo(VIDEO, INFO, FAILURE),
        new DeadLetter(FAILURE, POSITION, null, "{}", Instant.EPOCH),
        new DeadLetter(FAILURE, POSITION, "v", "{}", "{}", Instant.EPOCH));
  }

  @ParameterizedTest
  @MethodSource("recordsThatCrossOperators")
  void flinkSerialisesItAsAPojoWithoutKryo(Record value) throws IOException {
    // Given a configuration that refuses generic types
    SerializerConfigImpl config = new SerializerConfigImpl();
    config.setGenericTypes(false);
    TypeInformation<Record> type = typeOf(value);
    TypeSerializer<Record> serializer = type.createSerializer(config);

    // When
    DataOutputSerializer bytes = new DataOutputSerializer(64);
    serializer.serialize(value, bytes);
    Record copy = serializer.deserialize(new DataInputDeserializer(bytes.getCopyOfBuffer()));

    // Then
    assertThat(type).isInstanceOf(PojoTypeInfo.class);
    assertThat(copy).usingRecursiveComparison().isEqualTo(value);
  }

  @SuppressWarnings("unchecked")
  private static TypeInformation<Record> typeOf(Record value) {
    return TypeInformation.of((Class<Record>) value.getClass());
  }
}
