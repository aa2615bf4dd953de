package io.sluice.health;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What is known of the health of one pool, for those who only look. Written by the control loop; thread-safe to read. */
public final class HealthRecords {

    private final Map<String, HealthRecord> backends = new ConcurrentHashMap<>();
    private final LongAdder discardedRounds = new LongAdder();

    public void add(String backend, HealthRecord record) {
        backends.put(backend, record);
    }

    public void remove(String backend) {
        backends.remove(backend);
    }

    public void roundDiscarded() {
        discardedRounds.increment();
    }

    /** Null for a backend that is not checked. */
    public @Nullable HealthRecord backend(String name) {
        return backends.get(name);
    }

    /** Whole rounds of failures that were not counted because the network was down. */
    public long discardedRounds() {
        return discardedRounds.sum();
    }
}
