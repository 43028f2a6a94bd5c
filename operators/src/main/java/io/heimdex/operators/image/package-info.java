/** Still pictures: decode, encode, scale, crop. No Flink. */
@NullMarked
package io.heimdex.operators.image;

import org.jspecify.annotations.NullMarked;
