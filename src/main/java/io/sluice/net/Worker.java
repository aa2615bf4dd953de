package io.sluice.net;

import io.netty.channel.IoEventLoop;
import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One event loop and what its sessions share: a scratch buffer, a coarse tick, a random generator. A session lives on one worker
 * from accept to close; everything here but {@link #loop()} and {@link #execute} is for the worker's own thread.
 */
public final class Worker {

    /** One scratch buffer per worker serves every read: an idle session holds none. */
    public static final int SCRATCH_BYTES = 256 * 1024;

    public static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final int index;
    private final IoEventLoop loop;
    private final Alarm alarm;
    private final RandomGenerator random;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
    private final long scratchAddress = Buffer.memoryAddress(scratch);
    private final List<Ticking> ticking = new ArrayList<>();
    private final List<Descriptor> closing = new ArrayList<>();
    private final Runnable tick = this::tick;
    private final Runnable closeAll = this::closeAll;
    private long tickNanos = System.nanoTime();
    private long sessions;
    private @Nullable Datagrams datagrams;

    public Worker(int index, IoEventLoop loop, Alarm alarm, long seed) {
        this.index = index;
        this.loop = loop;
        this.alarm = alarm;
        this.random = new SplittableRandom(seed);
    }

    public int index() {
        return index;
    }

    public IoEventLoop loop() {
        return loop;
    }

    public Alarm alarm() {
        return alarm;
    }

    public RandomGenerator random() {
        return random;
    }

    /** The scratch buffer of {@link #SCRATCH_BYTES}; its content is nobody's once an event has been handled. */
    public long scratchAddress() {
        return scratchAddress;
    }

    /** The same buffer, for copying out of. */
    public ByteBuffer scratch() {
        return scratch;
    }

    /** The slots for datagrams; made when first asked for, so that a worker without UDP has none. */
    public Datagrams datagrams() {
        Datagrams made = datagrams;
        if (made == null) {
            made = new Datagrams(this);
            datagrams = made;
        }
        return made;
    }

    /** A number that no other session of this worker has, from 1. */
    public long nextSessionNumber() {
        return ++sessions;
    }

    /** The time of the last tick: a clock that costs nothing and is at most one tick behind while something ticks. */
    public long tickNanos() {
        return tickNanos;
    }

    /** Runs a task on this worker; from its own thread, after the current batch of events. */
    public void execute(Runnable task) {
        loop.execute(task);
    }

    /**
     * Runs a task on this worker in its next turn, after it has looked for events; from its own thread. What {@link #execute} is
     * given by a running task still belongs to the same turn, which may last up to a second.
     */
    public void executeNextTurn(Runnable task) {
        var unused = loop.schedule(task, 0, TimeUnit.NANOSECONDS);
    }

    /** Ticks {@code who} until it says that no further tick is needed. Adding it twice does nothing. */
    public void keepTicking(Ticking who) {
        if (ticking.contains(who)) {
            return;
        }
        if (ticking.isEmpty()) {
            tickNanos = System.nanoTime();
            schedule();
        }
        ticking.add(who);
    }

    void closeAfterEvents(Descriptor descriptor) {
        if (closing.isEmpty()) {
            loop.execute(closeAll);
        }
        closing.add(descriptor);
    }

    private void closeAll() {
        for (int i = 0; i < closing.size(); i++) {
            closing.get(i).release();
        }
        closing.clear();
    }

    private void schedule() {
        var unused = loop.schedule(tick, TICK_NANOS, TimeUnit.NANOSECONDS);
    }

    private void tick() {
        tickNanos = System.nanoTime();
        for (int i = 0; i < ticking.size(); ) {
            if (ticks(ticking.get(i))) {
                i++;
            } else {
                ticking.remove(i);
            }
        }
        if (!ticking.isEmpty()) {
            schedule();
        }
    }

    private boolean ticks(Ticking who) {
        try {
            return who.tick(tickNanos);
        } catch (Throwable e) { // the border to Netty's loop: a bug in one sweep must not stop the others
            alarm.raised(e);
            return true;
        }
    }
}
