/** The job: main class, options, wiring, checks at start. No pixel, SQL or tensor code. */
@NullMarked
package io.heimdex.jobs;

import org.jspecify.annotations.NullMarked;
