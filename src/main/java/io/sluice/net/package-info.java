/**
 * Floor 1: the worker loops and the raw sockets on them. What Netty marks internal or unstable is used here and nowhere above.
 */
@NullMarked
package io.sluice.net;

import org.jspecify.annotations.NullMarked;
