package io.sluice.metrics;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

/** One family of gauges while it is being read: a name, a help text, label names, and a value for each set of label values. */
final class Gauges {

    private final GaugeSnapshot.Builder family;
    private final String[] labels;

    Gauges(String name, String help, String... labels) {
        this.family = GaugeSnapshot.builder().name(name).help(help);
        this.labels = labels;
    }

    void add(double value, String... labelValues) {
        family.dataPoint(GaugeDataPointSnapshot.builder()
                .value(value)
                .labels(Labels.of(labels, labelValues))
                .build());
    }

    GaugeSnapshot snapshot() {
        return family.build();
    }
}
