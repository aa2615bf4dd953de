package io.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.BackendClass;
import io.sluice.model.DampingPolicy;
import io.sluice.model.Health;
import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import io.sluice.model.ProbeStatistics;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BackendHealthTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int SAMPLING = 10;

    private long now;

    @Test
    void isUnknownBeforeTheFirstResult() {
        assertThat(health(3, 2).now()).isEqualTo(Health.UNKNOWN);
    }

    @Test
    void isQualifiedAfterItsFirstSuccess() {
        assertThat(after(health(3, 2), 100)).isEqualTo(BackendClass.QUALIFIED);
    }

    @Test
    void staysUnknownUntilItHasFailedOftenEnough() {
        BackendHealth health = health(3, 2);

        assertThat(after(health, 0, 0)).isEqualTo(BackendClass.UNKNOWN);
        assertThat(after(health, 0)).isEqualTo(BackendClass.FAILED);
    }

    @Test
    void isNotQualifiedAfterOneFailureOfTen() {
        assertThat(after(health(3, 2), 100, 100, 100, 90, 100, 105, 95, 90, 0, 110))
                .isEqualTo(BackendClass.ALIVE);
    }

    @Test
    void isQualifiedAgainWhenTheFailureIsForgotten() {
        BackendHealth health = health(3, 2);

        assertThat(after(health, 100, 0, 100, 100, 100, 100, 100, 100, 100, 100))
                .isEqualTo(BackendClass.ALIVE);
        assertThat(after(health, 100)).isEqualTo(BackendClass.ALIVE);
        assertThat(after(health, 100)).isEqualTo(BackendClass.QUALIFIED);
    }

    @Test
    void failsAfterSoManyFailuresInARowOnly() {
        BackendHealth health = health(3, 2);

        assertThat(after(health, 100, 0, 0, 100, 0, 0)).isEqualTo(BackendClass.ALIVE);
        assertThat(health.inARow()).isEqualTo(2);
        assertThat(after(health, 0)).isEqualTo(BackendClass.FAILED);
        assertThat(health.inARow()).isEqualTo(3);
    }

    @Test
    void recoversAfterSoManySuccessesInARowOnly() {
        BackendHealth health = health(3, 2);

        assertThat(after(health, 0, 0, 0, 100, 0, 100)).isEqualTo(BackendClass.FAILED);
        assertThat(after(health, 100)).isEqualTo(BackendClass.ALIVE);
    }

    @Test
    void fallsAndRisesAtOnceWhenOneIsEnough() {
        BackendHealth health = health(1, 1);

        assertThat(after(health, 100, 0)).isEqualTo(BackendClass.FAILED);
        assertThat(after(health, 100)).isEqualTo(BackendClass.ALIVE);
    }

    @Test
    void holdsNothingOfThisMachineAgainstABackend() {
        BackendHealth health = health(1, 1);
        after(health, 100);
        Health before = health.now();

        health.observe(result(ProbeReason.LOCAL, 5), now);

        assertThat(health.now()).isEqualTo(before);
        assertThat(health.inARow()).isOne();
    }

    @Test
    void isInAHurryWhileItsClassMayChange() {
        BackendHealth health = health(2, 2);
        assertThat(health.pace()).isEqualTo(Pace.NORMAL);

        after(health, 100);
        assertThat(health.pace()).isEqualTo(Pace.NORMAL);
        after(health, 0);
        assertThat(health.pace()).isEqualTo(Pace.FAST);
        after(health, 0);
        assertThat(health.pace()).as("failed and failing").isEqualTo(Pace.NORMAL);
        after(health, 100);
        assertThat(health.pace()).isEqualTo(Pace.FAST);
        after(health, 100);
        assertThat(health.pace()).isEqualTo(Pace.NORMAL);
    }

    @Test
    void isInAHurryWhileItsFirstProbesFail() {
        BackendHealth health = health(3, 2);

        after(health, 0);

        assertThat(health.pace()).isEqualTo(Pace.FAST);
    }

    @Test
    void gradesByTheVectorsOfTheSpecification() {
        ProbeStatistics oneOfTen = new ProbeStatistics(10, 1, ms(100), ms(90), ms(110), ms(5));
        ProbeStatistics oneOfThree = new ProbeStatistics(3, 1, ms(100), ms(100), ms(100), 0);

        assertThat(grade(0, 0, oneOfTen)).isEqualTo(BackendClass.ALIVE);
        assertThat(grade(0, 1, oneOfTen)).isEqualTo(BackendClass.QUALIFIED);
        assertThat(grade(99, 1, oneOfTen)).isEqualTo(BackendClass.ALIVE);
        assertThat(grade(100, 1, oneOfTen)).isEqualTo(BackendClass.QUALIFIED);
        assertThat(grade(0, 1, oneOfThree)).isEqualTo(BackendClass.ALIVE);
        assertThat(grade(0, 4, oneOfThree)).isEqualTo(BackendClass.QUALIFIED);
    }

    @Test
    void holdsABackendBackThatKeepsChanging() {
        BackendHealth health = health(1, 1, new DampingPolicy(Duration.ofSeconds(10), 3, 1));
        after(health, 100, 0, 100, 0, 100);
        for (int i = 0; i < SAMPLING; i++) {
            after(health, 100);
        }
        assertThat(health.now().statistics().failures()).isZero();
        assertThat(health.now().backendClass()).as("4 changes").isEqualTo(BackendClass.ALIVE);

        now += 19 * SECOND; // the penalty has decayed to a little more than 1
        assertThat(after(health, 100)).isEqualTo(BackendClass.ALIVE);

        now += 2 * SECOND;
        assertThat(after(health, 100)).isEqualTo(BackendClass.QUALIFIED);
    }

    @Test
    void holdsNobodyBackWhoChangesSeldom() {
        BackendHealth health = health(1, 1, new DampingPolicy(Duration.ofSeconds(10), 3, 1));
        for (int i = 0; i < 10; i++) {
            after(health, 100, 0, 100);
            now += 60 * SECOND;
        }
        for (int i = 0; i < SAMPLING; i++) {
            after(health, 100);
        }

        assertThat(health.now().backendClass()).isEqualTo(BackendClass.QUALIFIED);
    }

    private static BackendClass grade(int maxRttMillis, int maxFail, ProbeStatistics statistics) {
        return new Grading(Duration.ofMillis(maxRttMillis), maxFail, SAMPLING).grade(statistics);
    }

    private static BackendHealth health(int fall, int rise) {
        return health(fall, rise, null);
    }

    private static BackendHealth health(int fall, int rise, @Nullable DampingPolicy damping) {
        Grading grading = new Grading(Duration.ZERO, 0, SAMPLING);
        return new BackendHealth(
                new ClassPolicy(fall, rise, Duration.ofDays(1).toNanos(), grading, damping),
                new HealthRecord(new History(100)));
    }

    /** Takes in results of so many milliseconds, oldest first; 0 is a failure. */
    private BackendClass after(BackendHealth health, int... millis) {
        for (int each : millis) {
            health.observe(result(each == 0 ? ProbeReason.REFUSED : ProbeReason.OK, each), now);
        }
        return health.now().backendClass();
    }

    private static ProbeResult result(ProbeReason reason, int millis) {
        return new ProbeResult(0, ms(millis), reason, "");
    }

    private static long ms(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
