package io.heimdex.operators.shot;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.operators.media.Signature;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SignatureWindowTest {
  private final SignatureWindow window = new SignatureWindow();

  @Test
  void overlooksMovementByACell() {
    window.add(0, edge(8), 0);
    window.add(1, edge(9), 0);
    assertThat(window.distance(0, 1)).isZero();
    assertThat(window.difference(0, 1)).isEqualTo(5);
    assertThat(window.path(0, 1)).isEqualTo(5);
  }

  @Test
  void seesMovementByMore() {
    window.add(0, edge(8), 0);
    window.add(1, edge(12), 0);
    // Of four columns of cells that changed, each picture explains the two outer ones by its
    // neighbours.
    assertThat(window.distance(0, 1)).isEqualTo(15);
    assertThat(window.changedShare(0, 1, 2)).isEqualTo(0.2f);
    assertThat(window.changedBox(0, 1, 2)).isEqualTo(0.2f);
  }

  @Test
  void weighsBothChromaChannelsAsMuchAsLuma() {
    byte[] grey = edge(0);
    byte[] coloured = grey.clone();
    Arrays.fill(coloured, Signature.U, Signature.BYTES, (byte) 138);
    window.add(0, grey, 0);
    window.add(1, coloured, 0);
    assertThat(window.difference(0, 1)).isEqualTo(20);
    assertThat(window.jump(1)).isEqualTo(20);
  }

  @Test
  void knowsFlatPictures() {
    window.add(0, edge(0), 0);
    window.add(1, edge(10), 0);
    assertThat(window.isFlat(0)).isTrue();
    assertThat(window.contrast(1)).isEqualTo(50);
    assertThat(window.isFlat(1)).isFalse();
  }

  @Test
  void countsTimeWithinBoundsOfFrames() {
    for (int i = 0; i < 20; i++) {
      window.add(i * 100L, edge(i), 0);
    }
    assertThat(window.back(15, 300, 1, 9)).isEqualTo(12);
    assertThat(window.back(15, 10, 2, 9)).isEqualTo(13);
    assertThat(window.back(15, 5000, 2, 9)).isEqualTo(6);
    assertThat(window.back(1, 5000, 2, 9)).isZero();
    assertThat(window.forth(5, 300, 1, 9)).isEqualTo(8);
    assertThat(window.forth(5, 10, 2, 9)).isEqualTo(7);
    assertThat(window.forth(18, 5000, 2, 9)).isEqualTo(19);
  }

  @Test
  void isTheSameAfterItWasWrittenAndRead() throws IOException {
    // Given more frames than it holds
    int frames = SignatureWindow.CAPACITY + 10;
    for (int i = 0; i < frames; i++) {
      window.add(i, edge(i % 17), 0);
    }

    // When
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    window.write(new DataOutputStream(bytes));
    SignatureWindow other = new SignatureWindow();
    other.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

    // Then
    assertThat(other.end()).isEqualTo(frames);
    assertThat(other.first()).isEqualTo(10);
    for (long frame = 10; frame < frames; frame++) {
      assertThat(other.pts(frame)).isEqualTo(window.pts(frame));
      assertThat(other.jump(frame)).isEqualTo(window.jump(frame));
      assertThat(other.contrast(frame)).isEqualTo(window.contrast(frame));
      assertThat(other.path(10, frame)).isEqualTo(window.path(10, frame));
      assertThat(other.distance(frame, frames - 1)).isEqualTo(window.distance(frame, frames - 1));
    }
  }

  /** 200 left of a column, 100 from there on. */
  private static byte[] edge(int column) {
    byte[] signature = new byte[Signature.BYTES];
    for (int i = 0; i < Signature.LUMA_CELLS; i++) {
      signature[i] = (byte) (i % Signature.LUMA_COLUMNS < column ? 200 : 100);
    }
    Arrays.fill(signature, Signature.U, Signature.BYTES, (byte) Signature.NO_COLOUR);
    return signature;
  }
}
