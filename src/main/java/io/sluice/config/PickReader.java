package io.sluice.config;

import io.sluice.model.DampingPolicy;
import io.sluice.model.Durations;
import io.sluice.model.Learn;
import io.sluice.model.Objective;
import io.sluice.model.PickPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads the section {@code pick} of a pool: how its backends are narrowed by what the probes say. */
final class PickReader {

    private static final String LIST = "a list of durations, such as [50ms, 100ms]";
    private static final EnumText<Objective> OBJECTIVE = EnumText.of(Objective.class);
    private static final EnumText<Learn> LEARN = EnumText.of(Learn.class);
    private static final int MOST = 65_535;

    private PickReader() {}

    static PickPolicy read(Section section) {
        PickPolicy defaults = PickPolicy.DEFAULT;
        Objective objective = section.get("objective", OBJECTIVE, defaults.objective());
        Duration maxRtt = section.get("max_rtt", LimitText.INSTANCE, defaults.maxRtt());
        int maxFail = (int) section.number("max_fail", defaults.maxFail(), 0, MOST);
        int expected = (int) section.number("expected", defaults.expected(), 1, MOST);
        List<Duration> baselines = baselines(section.list("baselines", LIST));
        Learn learn = section.get("learn", LEARN, defaults.learn());
        DampingPolicy damping = DampingReader.read(section);
        section.close();
        return new PickPolicy(objective, maxRtt, maxFail, expected, baselines, learn, damping);
    }

    /** One that is not greater than the one before it would never be used. */
    private static List<Duration> baselines(List<Value> items) {
        List<Duration> baselines = new ArrayList<>();
        for (Value item : items) {
            Duration baseline = item.read(DurationText.TIMEOUT);
            if (baseline == null) {
                continue;
            }
            Duration last = baselines.isEmpty() ? Duration.ZERO : baselines.get(baselines.size() - 1);
            if (baseline.compareTo(last) <= 0) {
                item.reject("more than the one before, " + Durations.text(last));
            } else {
                baselines.add(baseline);
            }
        }
        return baselines;
    }
}
