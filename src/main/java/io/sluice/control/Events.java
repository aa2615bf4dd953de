package io.sluice.control;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * What has happened, told to whoever listens, with the last 256 remembered for those who come late. Published on the control loop
 * and told there: a listener hands over and returns at once, bounding what it hands over by itself. Thread-safe.
 */
public final class Events {

    private static final int MOST_REMEMBERED = 256;

    private final List<Consumer<Numbered>> listeners = new CopyOnWriteArrayList<>();
    private final Deque<Numbered> remembered = new ArrayDeque<>();
    private long lastNumber;

    /** Tells everybody. On the control loop. */
    void publish(Event event) {
        Numbered numbered = remember(event);
        listeners.forEach(listener -> listener.accept(numbered));
    }

    private synchronized Numbered remember(Event event) {
        Numbered numbered = new Numbered(++lastNumber, event);
        if (remembered.size() == MOST_REMEMBERED) {
            remembered.removeFirst();
        }
        remembered.addLast(numbered);
        return numbered;
    }

    /** What came after this number and is still remembered, oldest first; 0 asks for everything. */
    public synchronized List<Numbered> after(long number) {
        List<Numbered> later = new ArrayList<>(remembered);
        later.removeIf(event -> event.number() <= number);
        return later;
    }

    /** Tells this listener everything from now on; it must not block. */
    public void listen(Consumer<Numbered> listener) {
        listeners.add(listener);
    }

    public void forget(Consumer<Numbered> listener) {
        listeners.remove(listener);
    }

    /** An event and its place among all events of this process, counted from 1. */
    public record Numbered(long number, Event event) {}
}
