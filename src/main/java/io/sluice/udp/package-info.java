/**
 * Floor 3: UDP, from a client's datagram to the backend and back. A listener has one lane per worker, a lane one doorway per
 * address, a doorway a table of sessions; nothing of a session leaves its worker.
 */
@NullMarked
package io.sluice.udp;

import org.jspecify.annotations.NullMarked;
