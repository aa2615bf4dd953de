package io.sluice.control;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;

/** The agenda of a running control loop. */
record LoopAgenda(EventExecutor loop) implements Agenda {

    @Override
    public void soon(Runnable task) {
        loop.execute(task);
    }

    @Override
    public void in(long nanos, Runnable task) {
        // Scheduled tasks keep their exceptions to themselves; the loop logs those of the others.
        var unused = loop.schedule(() -> loop.execute(task), nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
