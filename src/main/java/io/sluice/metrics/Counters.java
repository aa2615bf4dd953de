package io.sluice.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

/** One family of counters while it is being read: a name, a help text, label names, and a value for each set of label values. */
final class Counters {

    private final CounterSnapshot.Builder family;
    private final String[] labels;

    /** @param name without {@code _total}, which the page adds */
    Counters(String name, String help, String... labels) {
        this.family = CounterSnapshot.builder().name(name).help(help);
        this.labels = labels;
    }

    void add(long value, String... labelValues) {
        family.dataPoint(CounterDataPointSnapshot.builder()
                .value((double) value) // exact up to 2^53
                .labels(Labels.of(labels, labelValues))
                .build());
    }

    CounterSnapshot snapshot() {
        return family.build();
    }
}
