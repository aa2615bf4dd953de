package io.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamSocketsTest {

    private static final int BACKLOG = 16;
    private static final long USER_TIMEOUT_MILLIS = 60_000;
    private static final int BRIEFLY_MILLIS = 300;
    private static final int LONG_MILLIS = 5_000;

    @BeforeAll
    static void loadTheNativeLibrary() {
        Epoll.ensureAvailability();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void dropsNewcomersAndKeepsWhoWaits(String host) throws IOException {
        LinuxSocket listening = listenOn(host);
        InetSocketAddress address = listening.localAddress();
        try (Socket waiting = new Socket(address.getAddress(), address.getPort());
                Socket newcomer = new Socket()) {
            StreamSockets.dropNewcomers(listening);

            assertThatThrownBy(() -> newcomer.connect(address, BRIEFLY_MILLIS))
                    .isInstanceOf(SocketTimeoutException.class);
            int accepted = listening.accept(new byte[26]);
            assertThat(accepted).isPositive();
            assertThat(listening.accept(new byte[26])).isEqualTo(-1);
            waiting.getOutputStream().write('x');
            new io.netty.channel.unix.FileDescriptor(accepted).close();
        } finally {
            listening.close();
        }
        try (Socket late = new Socket()) {
            assertThatThrownBy(() -> late.connect(address, LONG_MILLIS)).isInstanceOf(ConnectException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void tellsThatSomebodyListensAlready(String host) throws IOException {
        LinuxSocket listening = listenOn(host);
        try {
            InetSocketAddress address = listening.localAddress();

            assertThatThrownBy(() -> StreamSockets.requireFree(address))
                    .satisfies(e -> assertThat(Errno.of(e)).isEqualTo(Errno.EADDRINUSE));
        } finally {
            listening.close();
        }
    }

    private static LinuxSocket listenOn(String host) throws IOException {
        return StreamSockets.listen(
                new InetSocketAddress(InetAddress.getByName(host), 0), BACKLOG, USER_TIMEOUT_MILLIS);
    }
}
