/** Tags of scenes: what they show, told by the vectors of a picture and of words. */
@org.jspecify.annotations.NullMarked
package io.heimdex.operators.tag;
