package io.heimdex.operators.decoder;

import io.heimdex.operators.media.DecoderFaultException;
import io.heimdex.operators.media.MediaException;
import io.heimdex.operators.notice.SafeText;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** Holds the answers of a decoder process, which a hostile video may have taken over, to what a sound process can say. */
final class AnswerCheck {
  private static final int GREATEST_NAME = 100;
  private static final int GREATEST_SIDE = 1 << 20;

  /** What can be wrong with a video that was looked into. */
  private static final Set<FailureCode> REJECTIONS = EnumSet.of(
      FailureCode.OBJECT_NOT_FOUND,
      FailureCode.OBJECT_EMPTY,
      FailureCode.RESOLUTION_EXCEEDED,
      FailureCode.NOT_A_VIDEO,
      FailureCode.CONTAINER_NOT_ACCEPTED,
      FailureCode.NO_VIDEO_STREAM,
      FailureCode.CODEC_NOT_SUPPORTED,
      FailureCode.NO_FRAMES);

  private static final Set<FailureCode> FAULTS =
      EnumSet.of(FailureCode.DECODER_CRASHED, FailureCode.DECODER_LIMIT_EXCEEDED);

  private AnswerCheck() {}

  private record Coded(FailureCode code, String text) {}

  static MediaException rejection(Message answer) throws NonsenseException {
    Coded coded = coded(answer, REJECTIONS);
    return new MediaException(coded.code(), coded.text());
  }

  static DecoderFaultException fault(Message answer) throws NonsenseException {
    Coded coded = coded(answer, FAULTS);
    return new DecoderFaultException(coded.code(), coded.text());
  }

  static String text(Message answer) throws NonsenseException {
    return SafeText.sentence(read(answer, Wire::readText));
  }

  private static Coded coded(Message answer, Set<FailureCode> allowed) throws NonsenseException {
    return read(answer, in -> {
      String name = Wire.readText(in);
      String text = SafeText.sentence(Wire.readText(in));
      return allowed.stream()
          .filter(code -> code.name().equals(name))
          .map(code -> new Coded(code, text))
          .findFirst()
          .orElseThrow(() -> new NonsenseException("the code " + SafeText.quote(name)));
    });
  }

  /** The content of an answer; whatever is wrong with it is nonsense. */
  static <T> T read(Message answer, Message.Reader<T> reader) throws NonsenseException {
    try {
      return answer.read(reader);
    } catch (NonsenseException e) {
      throw e;
    } catch (IOException e) {
      throw new NonsenseException(
          answer.type() + " that can't be read: " + SafeText.sentence(String.valueOf(e)));
    }
  }

  static VideoInfo info(Message answer) throws NonsenseException {
    VideoInfo info = read(answer, Wire::readInfo);
    require(
        isName(info.container()) && isName(info.codec()) && isName(info.mimeType()), "names", info);
    require(info.streamIndex() >= 0, "a stream", info);
    require(isSide(info.width()) && isSide(info.height()), "a size", info);
    require(
        info.rotationDegrees() % 90 == 0
            && info.rotationDegrees() >= 0
            && info.rotationDegrees() < 360,
        "a rotation",
        info);
    require(Double.isFinite(info.pixelAspect()) && info.pixelAspect() > 0, "pixels", info);
    require(Double.isFinite(info.frameRate()) && info.frameRate() >= 0, "a frame rate", info);
    require(info.durationMicros() >= -1 && info.sizeBytes() >= -1, "a length", info);
    return info;
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= GREATEST_NAME
        && name.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private static boolean isSide(int pixels) {
    return pixels > 0 && pixels <= GREATEST_SIDE;
  }

  private static void require(boolean sound, String what, VideoInfo info) throws NonsenseException {
    if (!sound) {
      throw new NonsenseException(
          what + " that no video has: " + SafeText.sentence(info.toString()));
    }
  }
}
