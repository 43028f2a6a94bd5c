/** What the chaos command adds to a TaskManager from outside: it dies at an exact point of the product's code, and frames are counted. */
@NullMarked
package io.heimdex.local.chaos.agent;

import org.jspecify.annotations.NullMarked;
