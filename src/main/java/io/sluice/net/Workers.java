package io.sluice.net;

import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** All worker loops of the process. Their number is fixed for its life: the kernel spreads clients over it. */
public final class Workers {

    private final MultiThreadIoEventLoopGroup group;
    private final List<Worker> workers;

    /**
     * Starts the loops.
     *
     * @param seed of the workers' random generators; each worker has its own stream
     */
    public Workers(int count, Alarm alarm, long seed) {
        this.group = new MultiThreadIoEventLoopGroup(
                count, new DefaultThreadFactory("sluice-worker"), EpollIoHandler.newFactory());
        List<Worker> made = new ArrayList<>(count);
        for (EventExecutor loop : group) {
            made.add(new Worker(made.size(), (IoEventLoop) loop, alarm, seed + made.size()));
        }
        this.workers = List.copyOf(made);
    }

    public List<Worker> all() {
        return workers;
    }

    /** Ends the loops; what still lives on them is closed by the kernel with the process. */
    public void stop() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
}
