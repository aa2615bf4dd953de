package io.sluice.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.health.EjectionPolicy;
import io.sluice.model.BackendClass;
import io.sluice.model.BackendState;
import io.sluice.model.Endpoint;
import io.sluice.pool.Backend;
import io.sluice.pool.Member;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who is ejected for what sessions tell, and when the daemon looks at it again. */
class OutliersTest {

    private static final int FALL = 3;

    private final ManualAgenda agenda = new ManualAgenda();
    private final List<Member> members = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private boolean isFrozen;

    @Test
    void ejectsAfterSoManyFailuresInARowAndNotBefore() {
        Outliers outliers = outliers(3, Duration.ofSeconds(1), 100);

        fail(0, FALL - 1);
        members.get(0).backend().streak().succeeded();
        fail(0, FALL - 1);
        assertThat(log).isEmpty();

        fail(0, 1);
        assertThat(log).containsExactly("-b0");
        agenda.pass(999);
        assertThat(log).hasSize(1);
        agenda.pass(1);
        assertThat(log).containsExactly("-b0", "+b0");
        assertThat(outliers).isNotNull();
    }

    @Test
    void believesTheNewestSuccess() {
        outliers(3, Duration.ofSeconds(1), 100);

        IntStream.range(0, FALL).forEach(i -> members.get(0).backend().streak().failed());
        members.get(0).backend().streak().succeeded();
        agenda.turn();

        assertThat(log).isEmpty();
    }

    @Test
    void asksForAsManyFailuresAnewOfWhoIsBack() {
        outliers(3, Duration.ofSeconds(1), 100);
        fail(0, FALL);
        fail(0, FALL - 1); // sessions that were on their way
        agenda.pass(1_000);
        assertThat(log).containsExactly("-b0", "+b0");

        fail(0, FALL - 1);
        assertThat(log).hasSize(2);
        fail(0, 1);
        assertThat(log).containsExactly("-b0", "+b0", "-b0");
        agenda.pass(1_999);
        assertThat(log).as("it is out longer the second time").hasSize(3);
        agenda.pass(1);
        assertThat(log).hasSize(4);
    }

    @Test
    void sleepsUntilTheNextOneIsDue() {
        Outliers outliers = outliers(5, Duration.ofHours(1), 100);
        fail(0, FALL);
        fail(1, FALL);
        agenda.pass(1_000);
        fail(2, FALL);
        outliers.forget(members.get(0).backend());

        agenda.pass(Duration.ofHours(1).toMillis() - 500);

        assertThat(log).containsExactly("-b0", "-b1", "-b2", "+b1");
        assertThat(agenda.timers()).as("timers that wait").isEqualTo(1);
        assertThat(agenda.passed()).as("timers so far").isLessThanOrEqualTo(3);
        agenda.pass(2_000);
        assertThat(log).endsWith("+b2");
        assertThat(agenda.isIdle()).isTrue();
    }

    @Test
    void ejectsNobodyWhileDecisionsAreFrozenAndLooksAgainAfterwards() {
        Outliers outliers = outliers(4, Duration.ofSeconds(1), 100);
        isFrozen = true;
        fail(0, 10 * FALL);
        fail(1, FALL);
        members.get(1).backend().streak().succeeded();
        fail(2, FALL - 1);
        assertThat(log).isEmpty();

        isFrozen = false;
        outliers.thaw();
        assertThat(log).containsExactly("-b0");
        agenda.pass(1_000);

        assertThat(log).containsExactly("-b0", "+b0");
    }

    @Test
    void letsNobodyInWhileDecisionsAreFrozenAndThoseWhoseTimeIsOverAfterwards() {
        Outliers outliers = outliers(4, Duration.ofSeconds(1), 100);
        fail(0, FALL);
        agenda.pass(500);
        fail(1, FALL);
        isFrozen = true;
        agenda.pass(600);
        assertThat(log).containsExactly("-b0", "-b1");

        isFrozen = false;
        outliers.thaw();
        assertThat(log).as("the failures that took it out do not count again").containsExactly("-b0", "-b1", "+b0");
        agenda.pass(399);
        assertThat(log).hasSize(3);
        agenda.pass(1);

        assertThat(log).containsExactly("-b0", "-b1", "+b0", "+b1");
        assertThat(agenda.isIdle()).isTrue();
    }

    private Outliers outliers(int backends, Duration duration, int percent) {
        Outliers outliers = new Outliers(
                "app", new EjectionPolicy(FALL, duration, percent), agenda, () -> members, new Outliers.Verdict() {
                    @Override
                    public boolean isFrozen() {
                        return isFrozen;
                    }

                    @Override
                    public void ejected(String backend, String words) {
                        put(backend, true);
                    }

                    @Override
                    public void readmitted(String backend) {
                        put(backend, false);
                    }
                });
        for (int i = 0; i < backends; i++) {
            Endpoint endpoint = new Endpoint.Inet(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1 + i));
            Backend backend = new Backend("app", "b" + i, endpoint);
            members.add(new Member(backend, 1, 0, BackendState.ENABLED, BackendClass.ALIVE));
            outliers.watch(backend);
        }
        return outliers;
    }

    private void put(String backend, boolean out) {
        log.add((out ? "-" : "+") + backend);
        members.replaceAll(member -> member.backend().name().equals(backend)
                ? member.withHealth(member.health().ejected(out))
                : member);
    }

    private void fail(int index, int times) {
        IntStream.range(0, times)
                .forEach(i -> members.get(index).backend().streak().failed());
        agenda.turn();
    }
}
