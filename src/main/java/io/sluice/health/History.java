package io.sluice.health;

import io.sluice.model.BackendClass;
import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * What one backend's probes came to, as far back as there is room: 13 bytes a result, in arrays that grow as results come, so that
 * a day at the default interval takes 225 kB. Details in words are kept of the last 64 failures only, class changes of the last
 * 256. Thread-safe: one thread writes, any may read; readers get copies and hold the writer up for the time of one.
 */
public final class History {

    /** A day at the default interval of five seconds. */
    public static final int MOST_RESULTS = 17_280;

    /** Over all backends of the process: 13 MiB. */
    private static final int MOST_RESULTS_OF_ALL = 1 << 20;

    private static final int LEAST_RESULTS = 64;
    private static final int MOST_DETAILS = 64;
    private static final int MOST_CHANGES = 256;

    private static final int CLASS_BITS = 2;
    private static final int CLASS_MASK = (1 << CLASS_BITS) - 1;
    private static final int DISCARDED = 1 << 6;
    private static final List<ProbeReason> REASONS = List.of(ProbeReason.values());
    private static final List<BackendClass> CLASSES = List.of(BackendClass.values());

    private final int capacity;
    private final Deque<ProbeResult> failures = new ArrayDeque<>();
    private final Deque<ClassChange> changes = new ArrayDeque<>();
    private long[] atMillis = new long[0];
    private float[] durations = new float[0];
    private byte[] outcomes = new byte[0];
    private int size;
    private int next;

    /** @param capacity results that are kept */
    public History(int capacity) {
        this.capacity = capacity;
    }

    /** How many results each backend may keep when so many share the memory: a day of 60 backends, three hours of 500. */
    public static int capacityAmong(int backends) {
        return Math.max(LEAST_RESULTS, Math.min(MOST_RESULTS, MOST_RESULTS_OF_ALL / Math.max(1, backends)));
    }

    /** Keeps a result and the class that the backend had after it. */
    synchronized void add(ProbeResult result, BackendClass after) {
        add(result, outcome(result, after));
    }

    /** Keeps a result that was not counted because the network was down. */
    synchronized void addDiscarded(ProbeResult result, BackendClass after) {
        add(result, outcome(result, after) | DISCARDED);
    }

    private static int outcome(ProbeResult result, BackendClass after) {
        return CLASSES.indexOf(after) | REASONS.indexOf(result.reason()) << CLASS_BITS;
    }

    private void add(ProbeResult result, int outcome) {
        if (size == atMillis.length && size < capacity) {
            grow();
        }
        atMillis[next] = result.atMillis();
        durations[next] = result.durationNanos();
        outcomes[next] = (byte) outcome;
        next = (next + 1) % capacity;
        size = Math.min(size + 1, capacity);
        if (!result.succeeded()) {
            keep(failures, result, MOST_DETAILS);
        }
    }

    /** Before the ring is full it has not wrapped, so its entries stay where they are. */
    private void grow() {
        int length = Math.min(capacity, Math.max(LEAST_RESULTS, size * 2));
        atMillis = Arrays.copyOf(atMillis, length);
        durations = Arrays.copyOf(durations, length);
        outcomes = Arrays.copyOf(outcomes, length);
    }

    private static <T> void keep(Deque<T> last, T one, int most) {
        if (last.size() == most) {
            last.removeLast();
        }
        last.addFirst(one);
    }

    synchronized void add(ClassChange change) {
        keep(changes, change, MOST_CHANGES);
    }

    /** How many results are kept. */
    public synchronized int size() {
        return size;
    }

    /** The last results, newest first. */
    public synchronized List<Entry> results(int most) {
        int count = Math.min(most, size);
        List<Entry> entries = new ArrayList<>(count);
        Iterator<ProbeResult> details = failures.iterator();
        for (int age = 0; age < count; age++) {
            entries.add(entry(Math.floorMod(next - 1 - age, capacity), details));
        }
        return entries;
    }

    /** A failure's detail is in the row of details, as long as that reaches back. */
    private Entry entry(int index, Iterator<ProbeResult> details) {
        int outcome = outcomes[index];
        ProbeReason reason = REASONS.get((outcome & ~DISCARDED) >> CLASS_BITS);
        String detail =
                reason != ProbeReason.OK && details.hasNext() ? details.next().detail() : "";
        ProbeResult result = new ProbeResult(atMillis[index], (long) durations[index], reason, detail);
        return new Entry(result, CLASSES.get(outcome & CLASS_MASK), (outcome & DISCARDED) != 0);
    }

    /** The last class changes, newest first. */
    public synchronized List<ClassChange> changes() {
        return List.copyOf(changes);
    }

    /**
     * One result.
     *
     * @param result its duration has seven digits; its detail is empty when it is long ago
     * @param after the class of the backend after it
     * @param discarded whether it was not counted because the network was down
     */
    public record Entry(ProbeResult result, BackendClass after, boolean discarded) {}
}
