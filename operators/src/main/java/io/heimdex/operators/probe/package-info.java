/** Looks at an object before anything is decoded: is it there, is it a video, is it within the limits. */
@NullMarked
package io.heimdex.operators.probe;

import org.jspecify.annotations.NullMarked;
