package io.sluice.health;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.sluice.model.ProbeResult;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The health loop: one thread that asks all backends of all pools, at most 64 at once, so that probing can never starve anything
 * else of descriptors or time. Thread-safe; what it is asked to do is done in the order of the asking. Made and closed by the
 * thread that wires the daemon.
 */
public final class Monitor implements AutoCloseable {

    /** Probes in flight at once over all pools; a probe has one descriptor. */
    public static final int MOST_AT_ONCE = 64;

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("sluice-health"), EpollIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final Prober prober;
    private volatile boolean isClosed;

    /** @param seed of the jitter */
    public Monitor(long seed) {
        this.prober = new Prober(loop, new SplittableRandom(seed), MOST_AT_ONCE);
    }

    /**
     * Begins to ask this question, until the watching ends.
     *
     * @param told every result, on the health loop; must not block
     */
    public Watching watch(Question question, Consumer<ProbeResult> told) {
        Watching watching = new Watching(question, told, this);
        run(() -> prober.add(watching));
        return watching;
    }

    /** Asks a reference once; the verdict is told on the health loop. */
    public void ask(Reference reference, Duration timeout, Consumer<ProbeResult> told) {
        run(() -> prober.askOnce(reference, timeout, told));
    }

    void pace(Watching watching, Pace pace) {
        run(() -> prober.pace(watching, pace));
    }

    void end(Watching watching) {
        run(() -> prober.remove(watching));
    }

    private void run(Runnable task) {
        if (isClosed) {
            return; // nothing is asked any more
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            return; // closed meanwhile
        }
    }

    /** Drops every probe on its way and ends the loop. Blocks until that is done, four seconds at most. */
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        // A loop that is shutting down breaks connections and takes no new ones: whoever is asked then would seem to
        // fail.
        loop.submit(prober::stop).awaitUninterruptibly(2, TimeUnit.SECONDS);
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
