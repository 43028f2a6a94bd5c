package io.heimdex.local.chaos;

import java.time.Duration;

/**
 * One fault of a plan.
 *
 * @param number from 1
 * @param delay from the moment at which the stack works and videos are under way
 * @param duration of what heals by itself; others take no notice
 * @param choice which of several processes is hit: to be taken modulo their number
 */
public record Fault(int number, FaultKind kind, Duration delay, Duration duration, int choice) {
  public Fault {
    if (choice < 0) {
      throw new IllegalArgumentException(
          "Fault " + number + " has the choice " + choice + "; expected 0 or more");
    }
  }
}
