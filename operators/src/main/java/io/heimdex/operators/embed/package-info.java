/** Pictures and texts to vectors, in batches across slots. */
@NullMarked
package io.heimdex.operators.embed;

import org.jspecify.annotations.NullMarked;
