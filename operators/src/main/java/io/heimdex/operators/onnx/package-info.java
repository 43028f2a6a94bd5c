/** ONNX Runtime and ONNX files, whatever the model does. */
@NullMarked
package io.heimdex.operators.onnx;

import org.jspecify.annotations.NullMarked;
