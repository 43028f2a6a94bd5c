/** Videos made up by a program, with cuts at known frames: for the demo and for tests. */
@NullMarked
package io.heimdex.operators.media.synthetic;

import org.jspecify.annotations.NullMarked;
