package io.heimdex.operators.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** The checksums are of what OpenCV 4.6 makes of the same picture: {@code cvtColor(bgr, COLOR_BGR2HSV)}. */
class HsvPlanesTest {
  private static final int COLOURS = 1 << 24;

  @Test
  void givesEveryColourTheHueSaturationAndValueOfOpenCv() {
    // Given every colour there is
    byte[] bgr = new byte[3 * COLOURS];
    for (int i = 0; i < COLOURS; i++) {
      bgr[3 * i] = (byte) (i >> 16);
      bgr[3 * i + 1] = (byte) (i >> 8);
      bgr[3 * i + 2] = (byte) i;
    }
    HsvPlanes planes = new HsvPlanes(COLOURS);

    // When
    planes.update(bgr);

    // Then
    assertThat(checksum(planes.hue())).isEqualTo(0x05a82397L);
    assertThat(checksum(planes.saturation())).isEqualTo(0x15e3469cL);
    assertThat(checksum(planes.value())).isEqualTo(0xb7a95d19L);
  }

  @Test
  void meansTheAbsoluteDifferencesToThePictureBefore() {
    // Given a grey picture of two pixels, then red and white
    HsvPlanes planes = new HsvPlanes(2);
    planes.update(new byte[] {100, 100, 100, 100, 100, 100});

    // When
    planes.update(new byte[] {0, 0, (byte) 255, (byte) 255, (byte) 255, (byte) 255});

    // Then the value rises from 100 to 255 twice, the saturation from 0 to 255 once
    assertThat(planes.meanValueDifference()).isEqualTo(155f);
    assertThat(planes.meanSaturationDifference()).isEqualTo(127.5f);
    assertThat(planes.meanHueDifference()).isZero();
    assertThat(planes.meanLuma()).isEqualTo((float) ((0.299 * 255 + 255) / 2));
  }

  private static long checksum(byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    return checksum.getValue();
  }
}
