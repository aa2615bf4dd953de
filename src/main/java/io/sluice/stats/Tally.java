package io.sluice.stats;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** One growing count per constant of an enum. Thread-safe, no lock. */
public final class Tally<E extends Enum<E>> {

    private final Map<E, LongAdder> counts;

    public Tally(Class<E> type) {
        counts = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            counts.put(constant, new LongAdder());
        }
    }

    public void increment(E constant) {
        adder(constant).increment();
    }

    public long count(E constant) {
        return adder(constant).sum();
    }

    public long sum() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    private LongAdder adder(E constant) {
        LongAdder adder = counts.get(constant);
        if (adder == null) {
            throw new IllegalStateException("no counter for " + constant); // every constant has one since construction
        }
        return adder;
    }
}
