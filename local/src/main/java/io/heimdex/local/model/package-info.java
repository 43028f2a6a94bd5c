/** What a user looks at before a model goes into the job. */
@NullMarked
package io.heimdex.local.model;

import org.jspecify.annotations.NullMarked;
