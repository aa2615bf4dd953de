package io.sluice.config;

import io.sluice.pool.AffinityRules;
import io.sluice.pool.AffinityRules.Drained;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a pool's {@code affinity}. */
final class AffinityReader {

    static final int MASK = 32;

    /** A host of IPv6 changes the lower half of its address as it likes (RFC 8981). */
    static final int MASK6 = 64;

    static final Duration TIMEOUT = Duration.ofMinutes(5);
    static final int MAX = 100_000;

    private static final List<String> BY = List.of("source");

    private AffinityReader() {}

    /** Null when no client is remembered. */
    static @Nullable AffinityRules read(@Nullable Value value) {
        if (value == null || value.isNull()) {
            return null;
        }
        Section section = value.section("a mapping");
        Value by = section.require("by", Shown.oneOf(BY));
        String read = by == null ? null : by.read(new WordText(BY));
        AffinityRules rules = new AffinityRules(
                (int) section.number("mask", MASK, 1, MASK),
                (int) section.number("mask6", MASK6, 1, 128),
                section.get("timeout", DurationText.TIMEOUT, TIMEOUT),
                section.count("max", MAX, 1),
                section.get("drained", EnumText.of(Drained.class), Drained.MOVE));
        section.close();
        return read == null ? null : rules;
    }
}
