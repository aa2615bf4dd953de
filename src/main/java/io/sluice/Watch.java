package io.sluice;

import io.sluice.net.Alarm;
import io.sluice.net.LoopLag;
import io.sluice.net.Worker;
import java.util.List;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the loops: a worker whose thread has ended leaves its clients without a server, so the process ends and is started
 * anew. Runs once a second on its own thread, so that a blocked loop cannot keep it from looking.
 */
final class Watch {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final List<Worker> workers;
    private final List<LoopLag> lags;
    private final IntConsumer exit;

    Watch(List<Worker> workers, List<LoopLag> lags, IntConsumer exit) {
        this.workers = workers;
        this.lags = lags;
        this.exit = exit;
    }

    /** Ends the process if a loop is gone. True when all loops have shown life within the given time. */
    boolean look(long withinNanos) {
        for (Worker worker : workers) {
            if (worker.loop().isShuttingDown()) {
                LOG.error("worker={} has ended; ending the process", worker.index());
                exit.accept(Alarm.EXIT_STATUS);
                return false;
            }
        }
        return lags.stream().allMatch(lag -> lag.sinceBeatNanos() < withinNanos);
    }
}
