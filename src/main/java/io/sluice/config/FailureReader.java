package io.sluice.config;

import io.sluice.health.EjectionPolicy;
import io.sluice.topology.FailurePolicy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code passive} and {@code on_failed} of a pool. */
final class FailureReader {

    static final int FALL = 3;
    static final Duration EJECTED_FOR = Duration.ofSeconds(10);
    static final int MOST_EJECTED = 50;

    /** Sessions a second, where {@code close} stands alone. */
    static final int CLOSE_RATE = 200;

    private static final int MOST_FALL = 1_000_000;
    private static final String EXPECTED = "keep, close or { close: 200/s }";
    private static final WordText WORD = new WordText(List.of("keep", "close"));

    private FailureReader() {}

    static FailurePolicy read(Section pool) {
        return new FailurePolicy(passive(pool), closePerSecond(pool));
    }

    private static @Nullable EjectionPolicy passive(Section pool) {
        Value value = pool.find("passive");
        if (value == null || value.isNull()) {
            return null;
        }
        Section section = value.section("a mapping such as { fall: 3, for: 10s, max_ejected: 50% }");
        int fall = (int) section.number("fall", FALL, 1, MOST_FALL);
        Duration duration = section.get("for", DurationText.TIMEOUT, EJECTED_FOR);
        int mostEjected = section.get("max_ejected", PercentText.INSTANCE, MOST_EJECTED);
        section.close();
        return new EjectionPolicy(fall, duration, mostEjected);
    }

    private static int closePerSecond(Section pool) {
        Value value = pool.find("on_failed");
        if (value == null) {
            return 0;
        }
        if (value.isMapping()) {
            Section section = value.section(EXPECTED);
            int rate = section.get("close", RateText.INSTANCE, CLOSE_RATE);
            section.close();
            return rate;
        }
        if (!value.isScalar()) {
            value.reject(EXPECTED);
            return 0;
        }
        return "close".equals(value.read(WORD)) ? CLOSE_RATE : 0;
    }
}
