package io.heimdex.operators.shot;

import io.heimdex.schema.Keyframe;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** A keyframe candidate without its picture, which the caller keeps. */
record Candidate(long ptsMicros, float brightness, float sharpness) {
  static Candidate of(Keyframe keyframe) {
    return new Candidate(keyframe.ptsMicros(), keyframe.brightness(), keyframe.sharpness());
  }

  static Candidate read(DataInputStream in) throws IOException {
    return new Candidate(in.readLong(), in.readFloat(), in.readFloat());
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(ptsMicros);
    out.writeFloat(brightness);
    out.writeFloat(sharpness);
  }
}
