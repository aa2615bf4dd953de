package io.sluice.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.Map;

/**
 * Brings the meters of Micrometer's binders in line with {@code promtool check metrics}: help texts where the Netty binder has
 * none, no gauge that ends in {@code _count}, and no counter of nanoseconds ({@link MetricsPage} counts seconds instead).
 */
final class PrometheusConventions implements MeterFilter {

    private static final String CPU_TIME = "process.cpu.time";
    private static final Map<String, String> NAMES = Map.of("system.cpu.count", "system.cpus");
    private static final Map<String, String> TEXTS = Map.of(
            "netty.allocator.memory.used", "Memory that Netty's allocator holds",
            "netty.allocator.memory.pinned", "Memory of Netty's allocator that buffers in use hold",
            "netty.allocator.pooled.arenas", "Arenas of Netty's pooled allocator",
            "netty.allocator.pooled.cache.size", "Buffers that each thread cache of Netty's pooled allocator may keep",
            "netty.allocator.pooled.chunk.size", "Memory that Netty's pooled allocator takes at once",
            "netty.allocator.pooled.threadlocal.caches", "Thread caches of Netty's pooled allocator");

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        return id.getName().equals(CPU_TIME) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        String name = id.getName();
        String text = id.getDescription() == null ? TEXTS.get(name) : id.getDescription();
        return new Meter.Id(
                NAMES.getOrDefault(name, name), Tags.of(id.getTags()), id.getBaseUnit(), text, id.getType());
    }
}
