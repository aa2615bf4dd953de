package io.sluice.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * A script that the test holds the reins of: answers {@code PING} with {@code PONG}, as a check of {@link #CHECK} asks, and anything
 * else with its name; after a delay, or not at all while it is stopped as by SIGSTOP. Thread-safe.
 */
public final class Controlled implements Script {

    /** The keys of a check that this script answers. */
    public static final String CHECK = "type: send-expect, send: PING, expect: PONG";

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final String name;
    private volatile LongSupplier delayNanos = () -> 0;
    private volatile boolean isStopped;
    private volatile boolean isWrong;

    public Controlled(String name) {
        this.name = name;
    }

    /** Answers so late from now on. */
    public Controlled late(Duration delay) {
        return late(delay::toNanos);
    }

    /** Asks this for each answer, how late it shall be in nanoseconds. */
    public Controlled late(LongSupplier delay) {
        delayNanos = delay;
        return this;
    }

    /** Connections are taken by the kernel, and nothing is answered until it resumes. */
    public void stop() {
        isStopped = true;
    }

    public void resume() {
        isStopped = false;
    }

    /** Answers probes with something else; clients are served as ever. */
    public void wrong(boolean wrong) {
        isWrong = wrong;
    }

    @Override
    public void serve(Peer peer) throws IOException {
        byte[] buffer = new byte[1024];
        for (int count = peer.read(buffer); count >= 0; count = peer.read(buffer)) {
            boolean isProbe = new String(buffer, 0, count, StandardCharsets.US_ASCII).startsWith("PING");
            wait(peer, System.nanoTime() + delayNanos.getAsLong());
            if (isProbe && isWrong) {
                peer.send("NO");
                return; // what is expected may still come while the connection is open
            }
            peer.send(isProbe ? "PONG" : name);
        }
    }

    private void wait(Peer peer, long untilNanos) {
        while (isStopped && !peer.socket().isClosed()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        for (long left = untilNanos - System.nanoTime(); left > 0; left = untilNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
