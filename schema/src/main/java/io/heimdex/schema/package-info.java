/** The contracts: what crosses operators, Kafka and the database. No I/O. */
@NullMarked
package io.heimdex.schema;

import org.jspecify.annotations.NullMarked;
