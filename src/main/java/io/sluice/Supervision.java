package io.sluice;

import io.sluice.control.ReloadOptions;
import io.sluice.control.ReloadResult;
import io.sluice.net.NotifySocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * The tie between the daemon's loops and whoever supervises the process. Once a second, on a thread of its own that no loop can
 * block, it looks whether every worker lives; the supervisor's watchdog is fed only while all of them do.
 */
final class Supervision implements AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Daemon daemon;
    private final NotifySocket supervisor;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sluice-supervision");
        thread.setDaemon(true);
        return thread;
    });
    private final Watch watch;

    /** The supervisor was told that the configuration is not the file's; touched by the timer's thread once that runs. */
    private boolean isLastGoodTold;

    /** @param exit ends the process when a worker is gone */
    Supervision(Daemon daemon, NotifySocket supervisor, IntConsumer exit) {
        this.daemon = daemon;
        this.supervisor = supervisor;
        this.watch = new Watch(daemon.workers(), daemon.inventory().lags(), exit);
    }

    /** Tells that everything is bound, and begins to look. */
    void ready() {
        isLastGoodTold = daemon.lastGoodInForce() != null;
        supervisor.ready(status());
        Duration feed = supervisor.watchdogPeriod();
        long period = feed == null ? LOOK.toMillis() : Math.min(LOOK.toMillis(), Math.max(feed.toMillis(), 1));
        // A loop that was late for half of the supervisor's patience is not fed for: it shall be seen, not hidden.
        long within = feed == null ? Long.MAX_VALUE : Math.max(feed.toNanos(), LOOK.toNanos());
        var unused = timer.scheduleWithFixedDelay(() -> look(within), 0, period, TimeUnit.MILLISECONDS);
    }

    private String status() {
        String counts = "listeners: " + daemon.inventory().listeners().size() + ", pools: "
                + daemon.inventory().pools().size();
        Path lastGood = daemon.lastGoodInForce();
        return lastGood == null ? counts : counts + ", the file cannot be used: serving the last good " + lastGood;
    }

    /** Has the daemon read its file again, and tells when that has begun and is over. Does not block. */
    void reload() {
        supervisor.reloading(System.nanoTime() / 1_000); // on Linux this clock is CLOCK_MONOTONIC
        var unused = daemon.reload(ReloadOptions.PLAIN)
                .whenComplete((result, failure) -> supervisor.ready(
                        result instanceof ReloadResult.Applied
                                ? status()
                                : status() + ", the last reload was refused"));
    }

    private void look(long withinNanos) {
        if (isLastGoodTold && daemon.lastGoodInForce() == null) {
            isLastGoodTold = false;
            supervisor.status(status());
        }
        boolean isAlive = watch.look(withinNanos);
        if (isAlive && supervisor.watchdogPeriod() != null) {
            supervisor.watchdog();
        }
    }

    /** Tells that the end has begun. */
    void stopping() {
        supervisor.stopping(
                "draining, open sessions: " + daemon.inventory().places().taken());
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
