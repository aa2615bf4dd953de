package io.sluice.control;

/** What came of the command to rebalance a pool. */
public sealed interface RebalanceAnswer {

    /** It has begun, unless the plan is empty. */
    record Planned(RebalancePlan plan) implements RebalanceAnswer {}

    /** There is no such pool. */
    record NoPool() implements RebalanceAnswer {}

    /** It would end sessions and move nobody; why, in words. */
    record InVain(String reason) implements RebalanceAnswer {}
}
