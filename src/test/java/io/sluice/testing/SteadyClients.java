package io.sluice.testing;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Clients that come one after the other at a steady rate, as far as the machine lets them; each says a byte and hears it again. */
public final class SteadyClients implements Closeable {

    private final InetSocketAddress address;
    private final long periodNanos;
    private final AtomicLong served = new AtomicLong();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Boolean> over;
    private volatile boolean isClosed;

    /** @param perSecond how many come at the most */
    public SteadyClients(InetSocketAddress address, int perSecond) {
        this.address = address;
        this.periodNanos = Duration.ofSeconds(1).toNanos() / perSecond;
        this.over = Scene.async(this::come);
    }

    private boolean come() {
        long due = System.nanoTime();
        while (!isClosed) {
            due = Math.max(due + periodNanos, System.nanoTime() - periodNanos); // who is late does not come in a crowd
            LockSupport.parkNanos(due - System.nanoTime());
            try (Peer client = Peer.connect(address)) {
                client.send("x");
                client.readExactly(1);
                served.incrementAndGet();
            } catch (IOException e) {
                failures.add("client " + served + ": " + e);
            }
        }
        return true;
    }

    /** How many were served so far. */
    public long served() {
        return served.get();
    }

    /** What went wrong so far. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    /** Lets no other come, and waits for the last. */
    @Override
    public void close() {
        isClosed = true;
        boolean unused = over.join();
    }
}
