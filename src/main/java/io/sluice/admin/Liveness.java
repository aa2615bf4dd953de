package io.sluice.admin;

import io.sluice.net.LoopLag;
import java.util.List;
import java.util.stream.Collectors;

/** Whether the worker loops still turn. Pure but for the clock that the loops' beats are compared with. */
final class Liveness {

    private Liveness() {}

    /** The workers whose last beat is longer ago than the limit. */
    static List<Integer> late(List<LoopLag> lags, long limitNanos) {
        return lags.stream()
                .filter(lag -> lag.sinceBeatNanos() > limitNanos)
                .map(LoopLag::worker)
                .toList();
    }

    static String words(List<Integer> late) {
        return late.stream()
                .map(worker -> "worker " + worker + " does not answer")
                .collect(Collectors.joining("\n"));
    }
}
