package io.sluice.health;

/**
 * A way of asking a backend whether it serves. Implementations are records: their components are their options, their
 * {@code equals} tells whether two checks ask the same. Immutable and stateless; what one question needs lives in its
 * {@link Attempt} and in the handlers of its channel.
 */
public interface Probe {

    /** The name of the contract, such as {@code tcp}. */
    String type();

    /** Whether it goes over a stream, which proxies can carry. */
    default boolean isOverStream() {
        return true;
    }

    /**
     * Asks once. Runs on the attempt's loop and must not block; tells the attempt what came of it, once or more (the first
     * verdict counts), and registers what it opens with {@link Attempt#onEnd}. A probe that says nothing is ended by its timeout.
     */
    void ask(Attempt attempt);
}
