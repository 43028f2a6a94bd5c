package io.heimdex.operators.shot;

import java.util.List;

/**
 * What became certain with the frames of one call.
 *
 * @param scenes that ended, ascending
 * @param transitions that were found, ascending; also those that the limits on length remove from the scenes
 * @param released presentation times of the candidates that no later scene will name: after the scenes of this step are
 *     dealt with, their pictures can go
 */
public record SceneStep(
    List<BuiltScene> scenes, List<Transition> transitions, List<Long> released) {}
