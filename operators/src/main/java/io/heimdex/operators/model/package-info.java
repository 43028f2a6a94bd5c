/** Models as they are exported: directories of configuration files and ONNX files. */
@NullMarked
package io.heimdex.operators.model;

import org.jspecify.annotations.NullMarked;
