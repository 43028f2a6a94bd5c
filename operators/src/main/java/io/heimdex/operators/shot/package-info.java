/** From features to shots, from shots to scenes. Pure: no FFmpeg, no Flink. */
@NullMarked
package io.heimdex.operators.shot;

import org.jspecify.annotations.NullMarked;
