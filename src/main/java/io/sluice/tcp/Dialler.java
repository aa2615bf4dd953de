package io.sluice.tcp;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.LinuxSocket;
import io.sluice.model.ConnectFailure;
import io.sluice.model.Endpoint;
import io.sluice.net.Errno;
import io.sluice.net.Events;
import io.sluice.net.StreamSockets;
import io.sluice.net.Worker;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Connects backends: opens the socket, starts the connect, reads how it went. Stateless; called on the session's worker, where
 * the connection stays.
 *
 * <pre>
 * dial ──▶ Started(connected = false) ──event──▶ outcome: null (connected) or why not
 *   ├────▶ Started(connected = true)             UNIX sockets
 *   └────▶ Failed                                no descriptor, no port, no route, nobody there
 * </pre>
 */
final class Dialler {

    /** What one call of {@link #dial} came to. */
    sealed interface Attempt {
        record Started(Side side, boolean connected) implements Attempt {}

        record Failed(ConnectFailure failure) implements Attempt {}
    }

    private Dialler() {}

    /** Begins to connect; the new side is watched and tells its session when there is news. */
    static Attempt dial(TcpSession session, Worker worker, Endpoint endpoint) {
        LinuxSocket socket;
        try {
            socket = open(endpoint);
        } catch (ChannelException | IOException e) {
            return new Attempt.Failed(Errno.toConnectFailure(Errno.of(e)));
        }
        Side side = new Side(session, worker, socket);
        try {
            boolean connected = socket.connect(StreamSockets.target(endpoint));
            side.watchReadingAndWriting();
            return new Attempt.Started(side, connected);
        } catch (IOException e) {
            side.close();
            return new Attempt.Failed(Errno.toConnectFailure(Errno.of(e)));
        }
    }

    /**
     * What an event says of a connect under way: null when it is connected, or why it is not. A handshake is refused with
     * ECONNREFUSED; ECONNRESET and EPIPE tell of one that was done before the backend reset it, the latter after its FIN. What
     * such a backend sent before is the client's, so it counts as connected.
     */
    static @Nullable ConnectFailure outcome(Side side, int events) {
        if ((events & (Events.ERR | Events.HUP)) == 0) {
            return null;
        }
        int errno = side.descriptor().connectResult();
        if (errno == Errno.ECONNRESET) {
            side.broke();
            return null;
        }
        return errno == 0 || errno == Errno.EPIPE ? null : Errno.toConnectFailure(errno);
    }

    private static LinuxSocket open(Endpoint endpoint) throws IOException {
        return endpoint instanceof Endpoint.Inet inet ? StreamSockets.outgoing(inet) : StreamSockets.outgoingUnix();
    }
}
