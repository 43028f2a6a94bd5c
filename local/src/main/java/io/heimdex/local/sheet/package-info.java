/** Contact sheets: a video's keyframes on one picture. */
@NullMarked
package io.heimdex.local.sheet;

import org.jspecify.annotations.NullMarked;
