package io.sluice.control;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agenda of a running control loop. */
record LoopAgenda(EventExecutor loop) implements Agenda {

    private static final Logger LOG = LoggerFactory.getLogger(LoopAgenda.class);

    @Override
    public void soon(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) { // a worker may see a failure when there is nothing left to decide
            LOG.debug("the control loop has ended", e);
        }
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
