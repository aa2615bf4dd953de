package io.sluice.balance;

/**
 * Whether a candidate may take this session right now: it is not at its session limit and this session has not tried it yet.
 * Asked during a pick, by index; cheap, thread-safe, and free to change its answer between two picks.
 */
@FunctionalInterface
public interface Admission {

    /** Everyone is admitted. */
    Admission ALL = index -> true;

    boolean admits(int index);
}
