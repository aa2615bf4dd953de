package io.sluice.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyAllocatorMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.sluice.control.Inventory;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page that Prometheus scrapes: our counters as they are at that moment, and the JVM, process and Netty metrics of
 * Micrometer's own binders. Thread-safe. A scrape costs time and memory in proportion to the series, about 65 per backend.
 */
public final class MetricsPage implements AutoCloseable {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS_TYPE = "application/openmetrics-text";
    private static final String OPEN_METRICS = OPEN_METRICS_TYPE + "; version=1.0.0; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /**
     * Binds everything; nothing is read before the first scrape.
     *
     * @param allocator the allocator whose memory is shown
     */
    public MetricsPage(Inventory inventory, Build build, ByteBufAllocatorMetricProvider allocator) {
        registry.config().meterFilter(new PrometheusConventions());
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new NettyAllocatorMetrics(allocator).bindTo(registry);
        collections.bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        countProcessorSeconds();
        MultiCollector ours = () -> snapshots(inventory, build);
        registry.getPrometheusRegistry().register(ours);
    }

    /** The page, in OpenMetrics when the {@code Accept} header asks for it, else in the Prometheus text format 0.0.4. */
    public String scrape(@Nullable String accept) {
        return registry.scrape(contentType(accept));
    }

    /** The content type of what {@link #scrape} answers to the same header. */
    public static String contentType(@Nullable String accept) {
        return accept != null && accept.contains(OPEN_METRICS_TYPE) ? OPEN_METRICS : TEXT;
    }

    /** Takes back the listeners that the JVM's notifications hold. */
    @Override
    public void close() {
        collections.close();
        registry.close();
    }

    private void countProcessorSeconds() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        FunctionCounter.builder("process.cpu", system, bean -> bean.getProcessCpuTime() / NANOS_PER_SECOND)
                .baseUnit("seconds")
                .description("Processor time that the process has taken")
                .register(registry);
    }

    private static MetricSnapshots snapshots(Inventory inventory, Build build) {
        List<MetricSnapshot> families = new ArrayList<>(ProcessFamilies.of(inventory, build));
        families.addAll(ListenerFamilies.of(inventory.listeners()));
        families.addAll(PoolFamilies.of(inventory.pools()));
        families.addAll(BackendFamilies.of(inventory.pools(), inventory.departed()));
        families.addAll(HealthFamilies.of(inventory));
        return new MetricSnapshots(families);
    }
}
