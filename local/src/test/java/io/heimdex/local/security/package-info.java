/** Servers that ask for TLS and passwords. */
@org.jspecify.annotations.NullMarked
package io.heimdex.local.security;
