package io.heimdex.operators.shot;

import static io.heimdex.operators.shot.SignatureFilm.flat;
import static io.heimdex.operators.shot.SignatureFilm.scene;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.shot.SignatureFilm.Picture;
import io.heimdex.operators.shot.SignatureFilm.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HybridShotDetectorTest {
  private static final int SHOT = 45;
  private static final Picture OLD = scene(1);
  private static final Picture NEW = scene(2);

  @ParameterizedTest
  @ValueSource(doubles = {12.5, 24, 60, 120})
  void findsCutsToTheFrameAtAnyFrameRate(double framesPerSecond) {
    SignatureFilm film = film(framesPerSecond);
    film.shot(OLD, 70).shot(NEW, 31).shot(scene(3), 60);
    assertThat(film.transitions()).containsExactly(cut(70), cut(101));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 10, 24, 50})
  void findsOneDissolveAndNoCutInIt(int length) {
    SignatureFilm film = film(25).shot(OLD, SHOT);
    for (int i = 1; i < length; i++) {
      film.add(OLD.mixed(NEW, (double) i / length));
    }
    film.shot(NEW, SHOT);
    assertOne(film, TransitionKind.DISSOLVE, SHOT - 1, SHOT - 1 + length);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 235, 90})
  void findsOneFadeThroughAnyColour(int luma) {
    SignatureFilm film = film(25).shot(OLD, SHOT);
    fade(film, OLD, flat(luma), 12);
    film.shot(flat(luma), 3);
    fade(film, flat(luma), NEW, 12);
    film.shot(NEW, SHOT);
    assertOne(film, TransitionKind.FADE, SHOT - 1, SHOT + 27);
  }

  static Stream<Arguments> places() {
    Place left = (x, y) -> x;
    Place up = (x, y) -> 1 - y;
    Place diagonal = (x, y) -> (x + y) / 2;
    Place circle = (x, y) -> Math.hypot(x - 0.5, y - 0.5) / 0.71;
    return Stream.of(left, up, diagonal, circle).map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("places")
  void findsOneWipeOfAnyShape(Place place) {
    SignatureFilm film = film(25).shot(OLD, SHOT);
    for (int i = 1; i < 15; i++) {
      film.add(OLD.wiped(NEW, place, i / 15.0));
    }
    film.shot(NEW, SHOT);
    List<Transition> found = film.transitions();
    assertThat(found).hasSize(1);
    assertThat(found.get(0).kind()).isIn(TransitionKind.WIPE, TransitionKind.DISSOLVE);
    assertThat(found.get(0).endFrame()).isBetween(SHOT + 7L, SHOT + 17L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void findsOnePushOrCover(boolean shoves) {
    SignatureFilm film = film(25).shot(OLD, SHOT);
    for (int i = 1; i < 12; i++) {
      double place = i / 12.0;
      film.add((x, y, channel) -> x > 1 - place
          ? NEW.at(x - 1 + place, y, channel)
          : OLD.at(shoves ? x + place : x, y, channel));
    }
    assertOne(film.shot(NEW, SHOT), TransitionKind.WIPE, SHOT - 1, SHOT + 11);
  }

  @Test
  void isNotTakenInByAWhipPan() {
    SignatureFilm film = film(25).shot(OLD, SHOT);
    for (int i = 1; i < 8; i++) {
      double place = i / 8.0;
      film.add(OLD.moved(1.4 * place * place * (3 - 2 * place), 0));
    }
    assertThat(film.shot(OLD.moved(1.4, 0), SHOT).transitions()).isEmpty();
  }

  @Test
  void takesALongBlackForAShotOfItsOwn() {
    SignatureFilm film = film(25).shot(OLD, SHOT).shot(flat(16), 50).shot(NEW, SHOT);
    assertThat(film.transitions())
        .extracting(Transition::endFrame)
        .containsExactly((long) SHOT, SHOT + 50L);
  }

  @Test
  void seesSmallChangesWhereNothingMoves() {
    // Given pages of white with a little text, and no noise
    Picture page = (x, y, channel) -> channel > 0 ? 128 : x > 0.3 && y > 0.3 && y < 0.6 ? 215 : 235;
    Picture next = (x, y, channel) -> channel > 0 ? 128 : x < 0.8 && y > 0.2 && y < 0.7 ? 219 : 235;
    SignatureFilm film = film(30);
    for (int i = 0; i < 200; i++) {
      film.addStill(i < 90 ? page : next);
    }
    assertThat(film.transitions()).containsExactly(cut(90));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void isNotTakenInByFlashes(int length) {
    SignatureFilm film = film(25).shot(OLD, SHOT);
    film.shot(OLD.mixed(flat(250), 0.8), length).shot(OLD, SHOT);
    assertThat(film.transitions()).isEmpty();
  }

  @Test
  void isNotTakenInByAStrobe() {
    SignatureFilm film = film(25).shot(OLD, SHOT);
    for (int i = 0; i < 12; i++) {
      film.add(i % 2 == 0 ? OLD.mixed(flat(235), 0.7) : OLD);
    }
    assertThat(film.shot(OLD, SHOT).transitions()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void isNotTakenInByLightThatGoesOut(int slowly) {
    SignatureFilm film = film(25).shot(OLD, SHOT);
    for (int i = 1; i < slowly; i++) {
      film.add(OLD.lit(1 - 0.6 * i / slowly));
    }
    assertThat(film.shot(OLD.lit(0.4), SHOT).transitions()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.04, 0.08})
  void isNotTakenInByPans(double speed) {
    SignatureFilm film = film(25).shot(OLD, SHOT);
    for (int i = 1; i < 20; i++) {
      film.add(OLD.moved(speed * i, 0));
    }
    assertThat(film.shot(OLD.moved(speed * 20, 0), SHOT).transitions()).isEmpty();
  }

  @Test
  void isNotTakenInByAShakingCamera() {
    SignatureFilm film = film(25).shot(OLD, SHOT);
    for (int i = 0; i < 14; i++) {
      film.add(OLD.moved(0.08 * Math.sin(2.3 * i), 0.06 * Math.cos(1.7 * i)));
    }
    assertThat(film.shot(OLD, SHOT).transitions()).isEmpty();
  }

  @Test
  void isNotTakenInByAZoom() {
    SignatureFilm film = film(25).shot(OLD, SHOT);
    for (int i = 1; i < 12; i++) {
      film.add(OLD.zoomed(1 + 0.06 * i));
    }
    assertThat(film.shot(OLD.zoomed(1.7), SHOT).transitions()).isEmpty();
  }

  @Test
  void isNotTakenInBySomethingThatPassesInFront() {
    SignatureFilm film = film(25).shot(OLD, SHOT);
    for (int i = 1; i < 12; i++) {
      double edge = 1.6 * i / 12;
      film.add(OLD.wiped(flat(30), (x, y) -> Math.abs(x + 0.3 - edge), 0.3));
    }
    assertThat(film.shot(OLD, SHOT).transitions()).isEmpty();
  }

  @Test
  void isNotTakenInByACaption() {
    Picture caption =
        OLD.wiped(flat(235), (x, y) -> x > 0.15 && x < 0.85 && y > 0.8 && y < 0.95 ? 0 : 1, 0.5);
    SignatureFilm film = film(25).shot(OLD, SHOT).shot(caption, 40).shot(OLD, SHOT);
    assertThat(film.transitions()).isEmpty();
  }

  @Test
  void goesOnFromASnapshotTakenAtAnyFrame() {
    SignatureFilm film = everything();
    List<Transition> expected = film.transitions();
    assertThat(expected).hasSize(4);
    for (int taken = 0; taken < film.length(); taken += 3) {
      // Given
      HybridShotDetector before = new HybridShotDetector();
      List<Transition> found = new ArrayList<>();
      for (int frame = 0; frame < taken; frame++) {
        found.addAll(film.show(before, frame));
      }

      // When
      HybridShotDetector after = new HybridShotDetector();
      after.restore(before.snapshot());
      for (int frame = taken; frame < film.length(); frame++) {
        found.addAll(film.show(after, frame));
      }
      found.addAll(after.finish());

      // Then
      assertThat(found).isEqualTo(expected);
    }
  }

  @Test
  void returnsNoTransitionThatEndsBeforeAFrameThatItCalledDecided() {
    SignatureFilm film = everything();
    HybridShotDetector detector = new HybridShotDetector();
    long decided = 0;
    for (int frame = 0; frame < film.length(); frame++) {
      for (Transition transition : film.show(detector, frame)) {
        assertThat(transition.endFrame()).isGreaterThanOrEqualTo(decided);
      }
      assertThat(detector.decidedBefore()).isBetween(decided, frame + 1L);
      decided = detector.decidedBefore();
      assertThat(frame - decided).isLessThan(SignatureWindow.CAPACITY);
    }
    for (Transition transition : detector.finish()) {
      assertThat(transition.endFrame()).isGreaterThanOrEqualTo(decided);
    }
    assertThat(detector.decidedBefore()).isEqualTo(film.length());
  }

  @Test
  void findsNothingInAVideoOfNoFrameOrOfOne() {
    assertThat(film(25).transitions()).isEmpty();
    assertThat(film(25).add(OLD).transitions()).isEmpty();
  }

  @Test
  void refusesAStateOfAnotherVersion() {
    byte[] state = new HybridShotDetector().snapshot();
    state[0] = 9;
    assertThatThrownBy(() -> new HybridShotDetector().restore(state))
        .hasMessageContaining("Unknown version 9");
  }

  private static SignatureFilm film(double framesPerSecond) {
    return new SignatureFilm(framesPerSecond);
  }

  /** A cut, a dissolve, a flash, a fade and a wipe. */
  private static SignatureFilm everything() {
    SignatureFilm film = film(25).shot(OLD, 40).shot(NEW, 40);
    fade(film, NEW, OLD, 14);
    film.shot(OLD, 40).shot(flat(240), 2).shot(OLD, 40);
    fade(film, OLD, flat(16), 8);
    fade(film, flat(16), NEW, 8);
    film.shot(NEW, 40);
    for (int i = 1; i < 12; i++) {
      film.add(NEW.wiped(scene(3), (x, y) -> x, i / 12.0));
    }
    return film.shot(scene(3), 60);
  }

  private static void fade(SignatureFilm film, Picture from, Picture to, int length) {
    for (int i = 1; i <= length; i++) {
      film.add(from.mixed(to, (double) i / length));
    }
  }

  private static Transition cut(long frame) {
    return new Transition(TransitionKind.CUT, frame - 1, frame);
  }

  /** The ends may be off by a frame or two: there hardly anything changes. */
  private static void assertOne(SignatureFilm film, TransitionKind kind, long start, long end) {
    List<Transition> found = film.transitions();
    assertThat(found).hasSize(1);
    assertThat(found.get(0).kind()).isEqualTo(kind);
    assertThat(found.get(0).startFrame()).isBetween(start - 4, start + 4);
    assertThat(found.get(0).endFrame()).isBetween(end - 4, end + 4);
  }
}
