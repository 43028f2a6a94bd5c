package io.heimdex.operators.shot;

import io.heimdex.schema.Keyframe;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A keyframe candidate without its picture, which the caller keeps.
 *
 * @param frame its number, from 0 in presentation order
 * @param pure whether it shows one shot, as far as is known: not two in the midst of a transition
 */
record Candidate(
    long ptsMicros,
    long frame,
    float brightness,
    float contrast,
    float clipped,
    float sharpness,
    boolean pure) {

  static Candidate of(Keyframe keyframe, long frame) {
    return new Candidate(
        keyframe.ptsMicros(),
        frame,
        keyframe.brightness(),
        keyframe.contrast(),
        keyframe.clipped(),
        keyframe.sharpness(),
        true);
  }

  /** After a transition was found: the same, or no longer pure. */
  Candidate after(Transition transition) {
    return frame > transition.startFrame() && frame < transition.endFrame()
        ? new Candidate(ptsMicros, frame, brightness, contrast, clipped, sharpness, false)
        : this;
  }

  static Candidate read(DataInputStream in) throws IOException {
    return new Candidate(
        in.readLong(),
        in.readLong(),
        in.readFloat(),
        in.readFloat(),
        in.readFloat(),
        in.readFloat(),
        in.readBoolean());
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(ptsMicros);
    out.writeLong(frame);
    out.writeFloat(brightness);
    out.writeFloat(contrast);
    out.writeFloat(clipped);
    out.writeFloat(sharpness);
    out.writeBoolean(pure);
  }
}
