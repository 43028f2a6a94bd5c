/** Cuts videos into segments: the units of decoding work. */
@NullMarked
package io.heimdex.operators.plan;

import org.jspecify.annotations.NullMarked;
