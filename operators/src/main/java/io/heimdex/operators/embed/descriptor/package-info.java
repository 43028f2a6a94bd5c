/** The built-in image model: made from formulas by the build, not from learned weights. */
@NullMarked
package io.heimdex.operators.embed.descriptor;

import org.jspecify.annotations.NullMarked;
