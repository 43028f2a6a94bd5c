package io.heimdex.operators.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.media.ContentFeatures;
import io.heimdex.operators.media.FeatureKind;
import io.heimdex.operators.media.FrameBatch;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.Keyframe;
import io.heimdex.schema.VideoInfo;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a process that was taken over may send. */
class AnswersTest {
  private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, 0};

  private final Recording recording = new Recording();
  private final SpanAnswers answers =
      new SpanAnswers(FeatureKind.CONTENT, 100, 200, 10_000, recording);

  @Test
  void handsSoundBatchesOn() throws Exception {
    assertThat(answers.take(batch(false, keyframe(100, JPEG), 100, 150))).isNull();
    assertThat(answers.take(batch(true, null, 199))).isNull();
    assertThat(answers.take(Message.of(Wire.Type.DONE, out -> out.writeLong(3))))
        .isEqualTo(3);
    assertThat(recording.batches).hasSize(2);
  }

  @Test
  void refusesFramesThatNoSpanHas() {
    assertNonsense(batch(false, null, 99), "outside");
    assertNonsense(batch(false, null, 200), "outside");
    assertNonsense(batch(false, null, 150, 150), "in order");
    assertNonsense(batch(false, keyframe(152, JPEG), 151), "no frame");
    assertNonsense(batch(false, keyframe(160, new byte[50]), 160), "no JPEG");
    assertNonsense(batch(false, keyframe(170, new byte[0]), 170), "no JPEG");
  }

  @Test
  void refusesWhatComesAfterTheEndAndAnEndWithoutIt() throws Exception {
    Message done = Message.of(Wire.Type.DONE, out -> out.writeLong(0));
    assertNonsense(done, "without its last");
    answers.take(batch(true, null, 150));
    assertNonsense(batch(true, null, 160), "after the last");
    assertNonsense(Message.of(Wire.Type.READY, ""), "READY");
  }

  @Test
  void refusesFeaturesThatAreNoNumbers() {
    byte[] features = new byte[FeatureKind.CONTENT.bytes()];
    ContentFeatures.set(features, 0, ContentFeatures.LUMA, Float.NaN);
    FrameBatch batch = new FrameBatch(new long[] {150}, features, List.of(), 160, false);
    assertNonsense(Message.of(Wire.Type.BATCH, out -> Wire.writeBatch(out, batch)), "features");
  }

  @Test
  void refusesFeaturesOfAnotherNumberOfFrames() {
    byte[] features = new byte[2 * FeatureKind.CONTENT.bytes()];
    FrameBatch batch = new FrameBatch(new long[] {150}, features, List.of(), 160, false);
    assertNonsense(Message.of(Wire.Type.BATCH, out -> Wire.writeBatch(out, batch)), "features");
  }

  @Test
  void refusesCodesThatAreNotTheDecodersToGive() {
    Message answer = Message.of(Wire.Type.REJECTED, out -> {
      Wire.writeText(out, FailureCode.OWNER_MISMATCH.name());
      Wire.writeText(out, "");
    });
    assertThatThrownBy(() -> AnswerCheck.rejection(answer))
        .isInstanceOf(NonsenseException.class)
        .hasMessageContaining("OWNER_MISMATCH");
  }

  @Test
  void refusesVideosThatCanNotBe() {
    VideoInfo info =
        new VideoInfo("a\nb", "h264", "video/mp4", 0, 1, 1, 0, 1, 1, 0, 0, 0, false, false, false);
    assertThatThrownBy(
            () -> AnswerCheck.info(Message.of(Wire.Type.PROBED, out -> Wire.writeInfo(out, info))))
        .isInstanceOf(NonsenseException.class)
        .hasMessageContaining("names");
  }

  @Test
  void allocatesNothingForLengthsThatAreLies() {
    byte[] huge = ByteBuffer.allocate(5).putInt(Integer.MAX_VALUE).array();
    assertThatThrownBy(() -> Message.readFrom(in(huge)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("2147483647 bytes of a message");
    assertNonsense(new Message(Wire.Type.BATCH, huge), "2147483647 frames");
  }

  @Test
  void survivesNoise() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      noise =
          i % 2 == 0 && noise.length > 4 ? ByteBuffer.wrap(noise).putInt(0, 2).array() : noise;
      assertNonsense(new Message(Wire.Type.BATCH, noise), "");
    }
  }

  private void assertNonsense(Message answer, String text) {
    assertThatThrownBy(() -> answers.take(answer))
        .isInstanceOfAny(NonsenseException.class, IOException.class)
        .hasMessageContaining(text);
  }

  private static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  private static Keyframe keyframe(long time, byte[] jpeg) {
    return new Keyframe(time, jpeg, 1, 1, 0, 1);
  }

  private static Message batch(boolean last, Keyframe keyframe, long... times) {
    FrameBatch batch = new FrameBatch(
        times,
        new byte[times.length * FeatureKind.CONTENT.bytes()],
        keyframe == null ? List.of() : List.of(keyframe),
        times[times.length - 1],
        last);
    return Message.of(Wire.Type.BATCH, out -> Wire.writeBatch(out, batch));
  }
}
