/**
 * Floor 3: the life of a TCP session: acceptor, session, dialler, relay, end. Knows nothing of UDP, configuration or metrics.
 * Read it in this order: {@link io.sluice.tcp.TcpListener}, {@link io.sluice.tcp.Acceptor}, {@link io.sluice.tcp.TcpSession},
 * {@link io.sluice.tcp.Dialler}, {@link io.sluice.tcp.CopyRelay}.
 */
@NullMarked
package io.sluice.tcp;

import org.jspecify.annotations.NullMarked;
