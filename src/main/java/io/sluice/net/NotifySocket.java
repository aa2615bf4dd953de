package io.sluice.net;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The line to systemd (sd_notify(3)): one datagram per message to the UNIX socket that {@code NOTIFY_SOCKET} names. Without that
 * variable every method does nothing. Thread-safe; never blocks and never throws: a supervisor that does not listen is no reason
 * to stop serving, so a message that cannot be sent is lost, and the first such loss is logged.
 */
public final class NotifySocket {

    private static final Logger LOG = LoggerFactory.getLogger(NotifySocket.class);

    private final @Nullable DomainSocketAddress address;
    private final @Nullable Duration watchdogPeriod;
    private final AtomicBoolean isLossKnown = new AtomicBoolean();

    private NotifySocket(@Nullable DomainSocketAddress address, @Nullable Duration watchdogPeriod) {
        this.address = address;
        this.watchdogPeriod = watchdogPeriod;
    }

    /** The line that this environment describes, for the process with this ID. */
    public static NotifySocket of(Map<String, String> environment, long processId) {
        DomainSocketAddress address = address(environment.get("NOTIFY_SOCKET"));
        return new NotifySocket(address, address == null ? null : watchdogPeriod(environment, processId));
    }

    /** Start-up is over: everything is bound. */
    public void ready(String status) {
        send("READY=1\nSTATUS=" + inOneLine(status));
    }

    /** What there is to say of the process, in words for {@code systemctl status}. */
    public void status(String status) {
        send("STATUS=" + inOneLine(status));
    }

    /**
     * The configuration is being read again; {@link #ready} tells that this is over.
     *
     * @param monotonicMicros CLOCK_MONOTONIC, by which systemd knows which request this answers (sd_notify(3))
     */
    public void reloading(long monotonicMicros) {
        send("RELOADING=1\nMONOTONIC_USEC=" + monotonicMicros);
    }

    /** The process has begun to end; the status is for {@code systemctl status}. */
    public void stopping(String status) {
        send("STOPPING=1\nSTATUS=" + inOneLine(status));
    }

    /** A sign of life. */
    public void watchdog() {
        send("WATCHDOG=1");
    }

    /**
     * How often {@link #watchdog()} is to be called: half the time after which the supervisor kills the process. Null when
     * nobody waits for it.
     */
    public @Nullable Duration watchdogPeriod() {
        return watchdogPeriod;
    }

    private static @Nullable DomainSocketAddress address(@Nullable String name) {
        if (name == null || name.length() < 2) {
            return null;
        }
        return switch (name.charAt(0)) {
            case '/' -> new DomainSocketAddress(name);
            case '@' -> new DomainSocketAddress('\0' + name.substring(1)); // the abstract name space
            default -> null; // vsock and the like: not for us
        };
    }

    private static @Nullable Duration watchdogPeriod(Map<String, String> environment, long processId) {
        long micros = number(environment.get("WATCHDOG_USEC"));
        String expected = environment.get("WATCHDOG_PID");
        boolean isOurs = expected == null || number(expected) == processId; // inherited by a child, it means the parent
        return micros > 0 && isOurs ? Duration.ofNanos(micros * 500) : null;
    }

    private static long number(@Nullable String digits) {
        return digits != null && digits.matches("[0-9]{1,15}") ? Long.parseLong(digits) : -1;
    }

    private static String inOneLine(String status) {
        return status.replaceAll("\\p{Cntrl}", " "); // a line break would begin a message of its own
    }

    private void send(String message) {
        DomainSocketAddress to = address;
        if (to == null || !Epoll.isAvailable()) { // asking loads the native library that sockets need
            return;
        }
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        ByteBuffer datagram = ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
        try {
            send(to, datagram);
        } catch (IOException | RuntimeException e) { // what Netty throws here depends on the call that failed
            lost(e.toString());
        }
    }

    private void send(DomainSocketAddress to, ByteBuffer datagram) throws IOException {
        LinuxSocket socket = LinuxSocket.newSocketDomainDgram(); // non-blocking
        try {
            socket.connect(to);
            if (socket.write(datagram, 0, datagram.capacity()) != datagram.capacity()) {
                lost("its queue is full");
            }
        } finally {
            socket.close();
        }
    }

    private void lost(String reason) {
        if (isLossKnown.compareAndSet(false, true)) {
            LOG.warn("notify socket={} message lost: {}", address, reason);
        }
    }
}
