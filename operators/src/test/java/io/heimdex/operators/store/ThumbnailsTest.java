package io.heimdex.operators.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.image.Pictures;
import io.heimdex.operators.image.RgbImage;
import io.heimdex.schema.Keyframe;
import org.junit.jupiter.api.Test;

class ThumbnailsTest {

  @Test
  void aPortraitPictureGivesALandscapeThumbnailOfItsMiddle() throws Exception {
    // Given red above and below, blue in the middle
    RgbImage portrait =
        Pictures.paint(180, 320, (x, y) -> y >= 100 && y < 220 ? 0x0000ff : 0xff0000);

    // When
    RgbImage thumbnail = ImageCodec.decode(Thumbnails.webp(keyframe(portrait)));

    // Then
    assertThat(thumbnail.width()).isEqualTo(320);
    assertThat(thumbnail.height()).isEqualTo(180);
    for (int at = 0; at < thumbnail.rgb().length; at += 3) {
      assertThat(thumbnail.rgb()[at] & 0xff).as("red").isLessThan(30);
      assertThat(thumbnail.rgb()[at + 2] & 0xff).as("blue").isGreaterThan(220);
    }
  }

  @Test
  void theSameKeyframeGivesTheSameBytes() {
    Keyframe keyframe = keyframe(Pictures.scene(3, 640, 360));

    assertThat(Thumbnails.webp(keyframe)).isEqualTo(Thumbnails.webp(keyframe));
  }

  @Test
  void aKeyframeThatIsNoPictureIsABug() {
    assertThatThrownBy(() -> Thumbnails.webp(new Keyframe(5, new byte[] {1, 2}, 0, 0, 0, 0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("5 us");
  }

  private static Keyframe keyframe(RgbImage picture) {
    return new Keyframe(5, ImageCodec.encodeJpeg(picture, 95), 100, 50, 0, 100);
  }
}
