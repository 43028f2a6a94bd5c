/** FFmpeg: what a container holds, and its frames as features and keyframe candidates. No Flink. */
@NullMarked
package io.heimdex.operators.media;

import org.jspecify.annotations.NullMarked;
