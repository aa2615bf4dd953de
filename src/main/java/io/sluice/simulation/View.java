package io.sluice.simulation;

import io.sluice.balance.Admission;
import io.sluice.balance.Candidates;
import io.sluice.model.Delay;
import java.util.List;
import java.util.function.LongSupplier;

/** A pool between two changes: what a picker is built over. But for the sessions, and what they have taught, it does not change. */
final class View implements Candidates, Admission {

    private final Slot[] slots;
    private final LongSupplier clock;

    View(List<Slot> slots, LongSupplier clock) {
        this.slots = slots.toArray(Slot[]::new);
        this.clock = clock;
    }

    Slot slot(int index) {
        return slots[index];
    }

    /** The sum of the weights of those that may be picked. */
    long weights() {
        long sum = 0;
        for (int i = 0; i < slots.length; i++) {
            sum += isEligible(i) ? weight(i) : 0;
        }
        return sum;
    }

    @Override
    public boolean admits(int index) {
        return slots[index].hasRoom();
    }

    @Override
    public int size() {
        return slots.length;
    }

    @Override
    public boolean isCandidate(int index) {
        return slots[index].isUp();
    }

    @Override
    public int weight(int index) {
        return slots[index].backend().weight();
    }

    @Override
    public int sessions(int index) {
        return slots[index].active();
    }

    @Override
    public String name(int index) {
        return slots[index].backend().name();
    }

    @Override
    public long nowNanos() {
        return clock.getAsLong();
    }

    @Override
    public long peakNanos(int index, Delay of, long nowNanos) {
        return slots[index].delay(of).peakNanos(nowNanos);
    }

    @Override
    public int averageMillis(int index, Delay of) {
        return slots[index].delay(of).averageMillis();
    }

    @Override
    public long averageAgeMillis(int index, Delay of, long nowNanos) {
        return slots[index].delay(of).ageMillis(nowNanos);
    }
}
