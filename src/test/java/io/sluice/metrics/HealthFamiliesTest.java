package io.sluice.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.sluice.control.FakeInventory;
import io.sluice.health.HealthRecord;
import io.sluice.health.HealthRecords;
import io.sluice.health.History;
import io.sluice.model.BackendClass;
import io.sluice.model.Health;
import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import io.sluice.model.ProbeStatistics;
import org.junit.jupiter.api.Test;

class HealthFamiliesTest {

    private static final Health KNOWN =
            new Health(BackendClass.ALIVE, new ProbeStatistics(3, 1, 2_000_000, 1, 3, 500_000), false);

    private final FakeInventory inventory = new FakeInventory();
    private final HealthRecords records = new HealthRecords();
    private final HealthRecord record = new HealthRecord(new History(10));

    @Test
    void saysNothingOfPoolsWithoutACheck() {
        assertThat(page()).doesNotContain("sluice_backend_probe").doesNotContain("rounds_discarded");
    }

    @Test
    void showsProbesByResultAndTheirTimes() {
        known();
        record.heard(new ProbeResult(1, 9, ProbeReason.REFUSED, ""), KNOWN);
        record.heard(new ProbeResult(1, 1_500_000, ProbeReason.OK, ""), KNOWN);
        records.roundDiscarded();

        assertThat(page())
                .contains("sluice_backend_probes_total{backend=\"b2\",pool=\"web\",result=\"ok\"} 1.0")
                .contains("sluice_backend_probes_total{backend=\"b2\",pool=\"web\",result=\"refused\"} 1.0")
                .contains("sluice_backend_probes_total{backend=\"b2\",pool=\"web\",result=\"timeout\"} 0.0")
                .contains("sluice_backend_probe_seconds{backend=\"b2\",pool=\"web\",stat=\"last\"} 0.0015")
                .contains("sluice_backend_probe_seconds{backend=\"b2\",pool=\"web\",stat=\"mean\"} 0.002")
                .contains("sluice_backend_probe_seconds{backend=\"b2\",pool=\"web\",stat=\"stddev\"} 5.0E-4")
                .contains("sluice_pool_probe_rounds_discarded_total{pool=\"web\"} 1.0");
    }

    @Test
    void showsNoTimeOfAFailure() {
        known();
        record.heard(
                new ProbeResult(1, 9, ProbeReason.REFUSED, ""),
                new Health(BackendClass.FAILED, new ProbeStatistics(1, 1, 0, 0, 0, 0), false));

        assertThat(page()).contains("sluice_backend_probes_total").doesNotContain("sluice_backend_probe_seconds{");
    }

    private void known() {
        records.add("b2", record);
        inventory.add("web", records);
    }

    private String page() {
        try (MetricsPage page =
                new MetricsPage(inventory, new Build("1", "17", "4", "epoll"), PooledByteBufAllocator.DEFAULT)) {
            return page.scrape(null);
        }
    }
}
