package io.sluice.health;

import io.sluice.health.Streak.Standing;
import io.sluice.model.BackendClass;
import io.sluice.model.Health;
import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import io.sluice.model.ProbeStatistics;
import java.util.Objects;

/**
 * What the results of one backend come to: its class and its statistics. {@code failed} and the way out of it need several
 * results in a row; between qualified and alive the statistics decide with every result. A result that says something of this
 * machine only ({@link ProbeReason#LOCAL}) is remembered and changes nothing. Used by one thread.
 */
public final class BackendHealth {

    private ClassPolicy policy;
    private final Samples samples;
    private Damping damping;
    private final HealthRecord record;
    private Streak streak = Streak.NONE;
    private Health now = Health.UNKNOWN;

    /** @param record what readers of other threads see of it */
    public BackendHealth(ClassPolicy policy, HealthRecord record) {
        this.policy = policy;
        this.samples = new Samples(policy.grading().sampling(), policy.validityNanos());
        this.damping = new Damping(policy.damping());
        this.record = record;
    }

    /**
     * Takes one result in.
     *
     * @param nowNanos of one monotonic clock
     */
    public Health observe(ProbeResult result, long nowNanos) {
        if (result.reason() != ProbeReason.LOCAL) {
            count(result, nowNanos);
            ProbeStatistics statistics = samples.statistics(nowNanos);
            now = new Health(classify(statistics, nowNanos), statistics, false);
        }
        return now;
    }

    private void count(ProbeResult result, long nowNanos) {
        boolean wasFailed = streak.isFailed();
        if (result.succeeded()) {
            samples.succeeded(nowNanos, result.durationNanos());
            streak = streak.succeeded(policy.rise());
        } else {
            samples.failed(nowNanos);
            streak = streak.failed(policy.fall());
        }
        if (streak.isFailed() != wasFailed) {
            damping.changed(nowNanos);
        }
    }

    private BackendClass classify(ProbeStatistics statistics, long nowNanos) {
        if (streak.standing() == Standing.FAILED) {
            return BackendClass.FAILED;
        }
        if (streak.standing() == Standing.UNKNOWN) {
            return BackendClass.UNKNOWN;
        }
        return damping.holds(nowNanos) ? BackendClass.ALIVE : policy.grading().grade(statistics);
    }

    /** Judges by another policy from the next result on; what it has seen so far goes on. The check must be the same. */
    public void judgeBy(ClassPolicy next) {
        if (!Objects.equals(next.damping(), policy.damping())) {
            damping = new Damping(next.damping());
        }
        policy = next;
    }

    /** What is true now. */
    public Health now() {
        return now;
    }

    /** Results of the last kind in a row. */
    public int inARow() {
        return streak.length();
    }

    /** How often it should be asked: fast while the next results may make it failed, or end that. */
    public Pace pace() {
        return streak.isTurning() ? Pace.FAST : Pace.NORMAL;
    }

    public HealthRecord record() {
        return record;
    }
}
