/**
 * Real programs through a real daemon: the interop profile. Every test starts its servers and clients itself, on loopback ports of
 * its own, and ends with the same {@link Epilogue}.
 */
@NullMarked
package io.sluice.interop;

import org.jspecify.annotations.NullMarked;
