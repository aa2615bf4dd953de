package io.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages to a real datagram socket. Delivery between UNIX sockets is immediate: what was sent can be read at once. */
class NotifySocketTest {

    private static final long OUR_PROCESS = 4711;

    static {
        Epoll.ensureAvailability();
    }

    private final LinuxSocket supervisor = LinuxSocket.newSocketDomainDgram();

    @TempDir
    Path directory;

    private String path;

    @BeforeEach
    void listen() throws IOException {
        path = directory.resolve("notify").toString();
        supervisor.bind(new DomainSocketAddress(path));
    }

    @AfterEach
    void close() throws IOException {
        supervisor.close();
    }

    @Test
    void tellsTheLifeOfTheProcess() throws IOException {
        NotifySocket notify = NotifySocket.of(Map.of("NOTIFY_SOCKET", path), OUR_PROCESS);

        notify.ready("2 listeners, 1 pool");
        notify.watchdog();
        notify.status("2 listeners, 2\npools");
        notify.stopping("draining 3 sessions");

        assertThat(received()).isEqualTo("READY=1\nSTATUS=2 listeners, 1 pool");
        assertThat(received()).isEqualTo("WATCHDOG=1");
        assertThat(received()).isEqualTo("STATUS=2 listeners, 2 pools");
        assertThat(received()).isEqualTo("STOPPING=1\nSTATUS=draining 3 sessions");
        assertThat(received()).isEmpty();
    }

    @Test
    void findsAnAbstractAddress() throws IOException {
        String name = "sluice-" + UUID.randomUUID();
        LinuxSocket listening = LinuxSocket.newSocketDomainDgram();
        try {
            listening.bind(new DomainSocketAddress('\0' + name));

            NotifySocket.of(Map.of("NOTIFY_SOCKET", '@' + name), OUR_PROCESS).watchdog();

            assertThat(received(listening)).isEqualTo("WATCHDOG=1");
        } finally {
            listening.close();
        }
    }

    @Test
    void keepsAStatusInOneLine() throws IOException {
        NotifySocket.of(Map.of("NOTIFY_SOCKET", path), OUR_PROCESS).ready("a\nMAINPID=1\tü");

        assertThat(received()).isEqualTo("READY=1\nSTATUS=a MAINPID=1 ü");
    }

    @Test
    void saysNothingWhenNobodyAsked() throws IOException {
        NotifySocket notify = NotifySocket.of(Map.of("WATCHDOG_USEC", "30000000"), OUR_PROCESS);

        notify.ready("serving");

        assertThat(notify.watchdogPeriod()).isNull();
        assertThat(received()).isEmpty();
    }

    @Test
    void losesTheMessageWhenTheSupervisorIsGone() {
        NotifySocket gone = NotifySocket.of(
                Map.of("NOTIFY_SOCKET", directory.resolve("gone").toString()), OUR_PROCESS);
        NotifySocket unknown = NotifySocket.of(Map.of("NOTIFY_SOCKET", "vsock:2:1"), OUR_PROCESS);
        NotifySocket tooLong = NotifySocket.of(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(200)), OUR_PROCESS);

        assertThatCode(() -> gone.ready("serving")).doesNotThrowAnyException();
        assertThatCode(() -> unknown.ready("serving")).doesNotThrowAnyException();
        assertThatCode(() -> tooLong.ready("serving")).doesNotThrowAnyException();
    }

    @Test
    void losesTheMessageWhenTheQueueIsFull() throws IOException {
        NotifySocket notify = NotifySocket.of(Map.of("NOTIFY_SOCKET", path), OUR_PROCESS);

        for (int i = 0; i < 2_000; i++) { // more than any net.unix.max_dgram_qlen in use
            notify.watchdog();
        }

        assertThat(received()).isEqualTo("WATCHDOG=1");
    }

    @Test
    void beatsTwiceAsOftenAsTheWatchdogBites() {
        assertThat(periodWith("30000000", null)).isEqualTo(Duration.ofSeconds(15));
        assertThat(periodWith("30000000", Long.toString(OUR_PROCESS))).isEqualTo(Duration.ofSeconds(15));
        assertThat(periodWith("30000000", "1")).isNull();
        assertThat(periodWith("0", null)).isNull();
        assertThat(periodWith("soon", null)).isNull();
        assertThat(periodWith(null, null)).isNull();
    }

    private @Nullable Duration periodWith(@Nullable String micros, @Nullable String processId) {
        Map<String, String> environment = new HashMap<>(Map.of("NOTIFY_SOCKET", path));
        if (micros != null) {
            environment.put("WATCHDOG_USEC", micros);
        }
        if (processId != null) {
            environment.put("WATCHDOG_PID", processId);
        }
        return NotifySocket.of(environment, OUR_PROCESS).watchdogPeriod();
    }

    private String received() throws IOException {
        return received(supervisor);
    }

    /** The next message, or nothing when none waits. */
    private static String received(LinuxSocket socket) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1024);
        int count = Math.max(socket.read(buffer, 0, buffer.capacity()), 0);
        byte[] bytes = new byte[count];
        buffer.get(0, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
