package io.sluice.config;

import io.sluice.model.DampingPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code damping} below {@code pick}. */
final class DampingReader {

    static final Duration HALF_LIFE = Duration.ofMinutes(1);
    static final int SUPPRESS = 3;
    static final int REUSE = 1;

    private static final int MOST = 1_000;
    private static final DurationText HALF_LIVES = new DurationText(Duration.ofMillis(1), Duration.ofHours(24));

    private DampingReader() {}

    /** Null when nobody is held back. */
    static @Nullable DampingPolicy read(Section pick) {
        Value written = pick.find("damping");
        if (written == null || written.isNull()) {
            return null;
        }
        Section damping = written.section("null or a mapping");
        Duration halfLife = damping.get("half_life", HALF_LIVES, HALF_LIFE);
        long suppress = damping.number("suppress", SUPPRESS, 0, MOST);
        long reuse = damping.number("reuse", REUSE, 1, MOST);
        if (suppress > 0 && reuse >= suppress) {
            damping.reject(damping.has("reuse") ? "reuse" : "suppress", "reuse less than suppress");
        }
        damping.close();
        return suppress == 0 ? null : new DampingPolicy(halfLife, suppress, reuse);
    }
}
