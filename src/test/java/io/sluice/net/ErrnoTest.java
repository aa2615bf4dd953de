package io.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.LinuxSocket;
import io.sluice.model.ConnectFailure;
import io.sluice.model.Endpoint;
import io.sluice.testing.ClosedPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbers behind Netty's exceptions, from real failures of the kernel. */
class ErrnoTest {

    @TempDir
    Path directory;

    @Test
    void knowsARefusedConnect() throws IOException {
        int port = Integer.parseInt(ClosedPort.address().substring("127.0.0.1:".length()));
        InetSocketAddress closed = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);

        assertThat(connectError(new Endpoint.Inet(closed))).isEqualTo(Errno.ECONNREFUSED);
    }

    @Test
    void knowsAUnixSocketThatIsNotThere() throws IOException {
        assertThat(connectError(new Endpoint.Unix(directory.resolve("none").toString())))
                .isEqualTo(Errno.ENOENT);
    }

    @Test
    void knowsAnAddressInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            try {
                StreamSockets.requireFree((InetSocketAddress) taken.getLocalSocketAddress());
                throw new AssertionError("bound");
            } catch (IOException e) {
                assertThat(Errno.of(e)).isEqualTo(Errno.EADDRINUSE);
            }
        }
    }

    @Test
    void blamesThisMachineForItsOwnShortages() {
        assertThat(Errno.toConnectFailure(Errno.EMFILE)).isEqualTo(ConnectFailure.DESCRIPTORS);
        assertThat(Errno.toConnectFailure(Errno.ENFILE)).isEqualTo(ConnectFailure.DESCRIPTORS);
        assertThat(Errno.toConnectFailure(Errno.EADDRNOTAVAIL)).isEqualTo(ConnectFailure.PORTS);
        assertThat(Errno.toConnectFailure(Errno.ENOBUFS)).isEqualTo(ConnectFailure.MEMORY);
        assertThat(Errno.toConnectFailure(Errno.ENOENT)).isEqualTo(ConnectFailure.REFUSED);
        assertThat(Errno.toConnectFailure(9999)).isEqualTo(ConnectFailure.OTHER);
    }

    @Test
    void findsNoNumberWhereThereIsNone() {
        assertThat(Errno.of(new IOException("no number"))).isZero();
        assertThat(Errno.of(new IOException((String) null))).isZero();
        assertThat(Errno.of(new IllegalStateException("error(-111)"))).isZero();
    }

    private static int connectError(Endpoint endpoint) throws IOException {
        LinuxSocket socket =
                endpoint instanceof Endpoint.Inet inet ? StreamSockets.outgoing(inet) : StreamSockets.outgoingUnix();
        try {
            while (!socket.connect(StreamSockets.target(endpoint))) {
                if (socket.finishConnect()) {
                    throw new AssertionError("connected");
                }
            }
            throw new AssertionError("connected");
        } catch (IOException e) {
            return Errno.of(e);
        } finally {
            socket.close();
        }
    }
}
