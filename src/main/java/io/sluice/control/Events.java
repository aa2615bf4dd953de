package io.sluice.control;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The last {@value #KEPT} events and those who wait for more. Thread-safe.
 *
 * <p>Nothing is queued for a reader: each keeps the number it has reached and reads on from here, so a slow one costs no memory
 * and holds nobody up; it loses what has been overwritten. Publishing is a store and one wake-up per reader; reading takes no
 * lock.
 */
public final class Events {

    static final int KEPT = 1_000;

    private final LongSupplier epochMillis;
    private final AtomicReferenceArray<@Nullable Event> ring = new AtomicReferenceArray<>(KEPT);
    private final List<Runnable> readers = new CopyOnWriteArrayList<>();
    private volatile long last;

    /** @param epochMillis the wall clock, milliseconds since 1970 */
    public Events(LongSupplier epochMillis) {
        this.epochMillis = epochMillis;
    }

    /** Numbers it, keeps it and wakes the readers. */
    public Event publish(Happening happening) {
        Event event = keep(happening);
        readers.forEach(Runnable::run);
        return event;
    }

    private synchronized Event keep(Happening happening) {
        Event event = new Event(last + 1, epochMillis.getAsLong(), happening);
        ring.set(slot(event.id()), event);
        last = event.id(); // after the slot: who sees the number finds the event
        return event;
    }

    /** The number of the newest event, 0 before the first. */
    public long last() {
        return last;
    }

    /** The number of the oldest event that is kept; one past {@link #last} before the first. */
    public long oldest() {
        return Math.max(1, last - KEPT + 1);
    }

    /** The event of this number, or null when it has not happened yet or is no longer kept. */
    public @Nullable Event find(long id) {
        if (id < 1) {
            return null;
        }
        Event event = ring.get(slot(id));
        return event != null && event.id() == id ? event : null;
    }

    /**
     * Asks to be woken after every event from now on.
     *
     * @param wake called on the publisher's thread: it must not block, throw or publish
     * @return ends it
     */
    public Runnable subscribe(Runnable wake) {
        readers.add(wake);
        return () -> readers.remove(wake);
    }

    private static int slot(long id) {
        return (int) (id % KEPT);
    }
}
