/** From features to shots, from shots to scenes. No FFmpeg, no Flink; of native code only ONNX Runtime, for the detector that is a network. */
@NullMarked
package io.heimdex.operators.shot;

import org.jspecify.annotations.NullMarked;
