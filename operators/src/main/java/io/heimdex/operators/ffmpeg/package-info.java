/** What all uses of FFmpeg share. No Flink. */
@NullMarked
package io.heimdex.operators.ffmpeg;

import org.jspecify.annotations.NullMarked;
