package io.sluice.net;

import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** All worker loops of the process. Their number is fixed for its life: the kernel spreads clients over it. */
public final class Workers {

    private final WorkerLoops group;
    private final List<Worker> workers;

    /**
     * Starts the loops.
     *
     * @param seed of the workers' random generators; each worker has its own stream
     */
    public Workers(int count, Alarm alarm, long seed) {
        this.group = new WorkerLoops(count);
        List<Worker> made = new ArrayList<>(count);
        for (EventExecutor loop : group) {
            made.add(new Worker(made.size(), (IoEventLoop) loop, alarm, seed + made.size()));
        }
        this.workers = List.copyOf(made);
    }

    public List<Worker> all() {
        return workers;
    }

    /** Ends the loops and closes what still lives on them. */
    public void stop() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
}
