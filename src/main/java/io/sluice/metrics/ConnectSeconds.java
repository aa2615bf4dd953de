package io.sluice.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.sluice.stats.ConnectTimes;

/** The family of connect time histograms while it is being read. */
final class ConnectSeconds {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double[] BOUNDS = boundsSeconds();

    private final HistogramSnapshot.Builder family = HistogramSnapshot.builder()
            .name("sluice_backend_connect_seconds")
            .help("How long connecting the backend took, for attempts that succeeded.");

    void add(ConnectTimes times, String pool, String backend) {
        family.dataPoint(HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(BOUNDS, times.counts()))
                .sum(times.sumNanos() / NANOS_PER_SECOND)
                .labels(Labels.of("pool", pool, "backend", backend))
                .build());
    }

    HistogramSnapshot snapshot() {
        return family.build();
    }

    private static double[] boundsSeconds() {
        long[] nanos = ConnectTimes.boundsNanos();
        double[] seconds = new double[nanos.length + 1];
        for (int i = 0; i < nanos.length; i++) {
            seconds[i] = nanos[i] / NANOS_PER_SECOND;
        }
        seconds[nanos.length] = Double.POSITIVE_INFINITY;
        return seconds;
    }
}
