package io.sluice.net;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of every unexpected throwable on a loop: logs it, at most once a second with its stack, and ends the process when it can
 * no longer be of use: an {@link Error} that is not an assertion, or a shortage of direct memory that does not end. Thread-safe.
 */
public final class Alarm {

    /** The exit status of a process that ends itself: EX_SOFTWARE of sysexits.h. */
    public static final int EXIT_STATUS = 70;

    private static final long QUIET_NANOS = 1_000_000_000L;
    private static final Logger LOG = LoggerFactory.getLogger(Alarm.class);

    private final IntConsumer exit;
    private final MemoryShortage memory;
    private final AtomicLong lastLogged = new AtomicLong(System.nanoTime() - QUIET_NANOS);
    private final AtomicLong unlogged = new AtomicLong();

    /** @param exit ends the process with a status, without running shutdown hooks */
    public Alarm(IntConsumer exit) {
        this(exit, System::nanoTime);
    }

    /** @param clock nanoseconds, monotonic */
    Alarm(IntConsumer exit, LongSupplier clock) {
        this.exit = exit;
        this.memory = new MemoryShortage(clock);
    }

    public void raised(Throwable thrown) {
        if (thrown instanceof OutOfMemoryError) { // direct memory: for the heap the JVM has ended already
            memoryRefused();
            return;
        }
        log(thrown);
        if (thrown instanceof VirtualMachineError || thrown instanceof LinkageError) {
            LOG.error("fatal: {}; ending the process", thrown.toString());
            exit.accept(EXIT_STATUS);
        }
    }

    /** Direct memory could not be had for one session; that session is shed. */
    public void memoryRefused() {
        if (memory.refused()) {
            LOG.error("out of direct memory for a minute; ending the process");
            exit.accept(EXIT_STATUS);
        }
    }

    /** Direct memory was had. */
    public void memoryGranted() {
        memory.granted();
    }

    private void log(Throwable thrown) {
        long now = System.nanoTime();
        long last = lastLogged.get();
        if (now - last < QUIET_NANOS || !lastLogged.compareAndSet(last, now)) {
            unlogged.incrementAndGet();
            return;
        }
        LOG.error("internal error ({} like it not logged)", unlogged.getAndSet(0), thrown);
    }
}
