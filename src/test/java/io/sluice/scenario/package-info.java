/** Scenarios: the whole data plane, configured as users configure it, between real sockets on loopback. */
@NullMarked
package io.sluice.scenario;

import org.jspecify.annotations.NullMarked;
