/** From chunks of frames, in any order, to the scenes of each video. */
@NullMarked
package io.heimdex.operators.assemble;

import org.jspecify.annotations.NullMarked;
