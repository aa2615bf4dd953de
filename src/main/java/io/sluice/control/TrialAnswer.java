package io.sluice.control;

/** What came of ending a trial. Immutable. */
public sealed interface TrialAnswer {

    /**
     * It is over.
     *
     * @param result for a trial that was confirmed the configuration stays, with nothing changed; else what came back
     */
    record Ended(ReloadResult result) implements TrialAnswer {}

    /** No configuration waits to be confirmed. */
    record None() implements TrialAnswer {}
}
