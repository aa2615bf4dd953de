package io.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.FakeCandidates;
import io.sluice.testing.Flows;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class StickyTest {

    private static final Scheduler STICKY = new Sticky();
    private static final RandomGenerator RANDOM = new SplitMix64(1);

    @Test
    void aReturningMemberDoesNotTakeOver() {
        Picker first = STICKY.over(FakeCandidates.of("A1 B1"), RANDOM);
        Picker failed = STICKY.after(first, FakeCandidates.of("A1 B1").without(0), RANDOM);
        Picker back = STICKY.after(failed, FakeCandidates.of("A1 B1"), RANDOM);

        assertThat(pick(first)).isEqualTo(0);
        assertThat(pick(failed)).isEqualTo(1);
        assertThat(pick(back)).isEqualTo(1);
    }

    @Test
    void knowsItsMemberByNameNotByPlace() {
        Picker first = STICKY.over(FakeCandidates.of("A1 B1"), RANDOM);

        assertThat(pick(STICKY.after(first, FakeCandidates.of("B1 C9 A1"), RANDOM)))
                .isEqualTo(2);
    }

    /** The vectors of sing-box: the list is ordered by how good its members are. */
    @Test
    void takesTheBestWhenItHasToChoose() {
        Picker first = STICKY.over(ranked(0, 1), RANDOM);
        Picker overtaken = STICKY.after(first, ranked(1, 0), RANDOM);
        Picker alone = STICKY.after(overtaken, ranked(0, 1).without(0), RANDOM);
        Picker both = STICKY.after(alone, ranked(0, 1), RANDOM);

        assertThat(pick(first)).isEqualTo(0);
        assertThat(pick(overtaken)).isEqualTo(0);
        assertThat(pick(alone)).isEqualTo(1);
        assertThat(pick(both)).isEqualTo(1);
        assertThat(pick(STICKY.over(ranked(1, 0), RANDOM))).isEqualTo(1);
    }

    @Test
    void remembersOverATimeWithoutCandidates() {
        Picker first = STICKY.over(FakeCandidates.of("A1 B1").without(0), RANDOM);
        Picker nobody =
                STICKY.after(first, FakeCandidates.of("A1 B1").without(0).without(1), RANDOM);
        Picker back = STICKY.after(nobody, FakeCandidates.of("A1 B1"), RANDOM);

        assertThat(pick(nobody)).isEqualTo(Picker.NONE);
        assertThat(pick(back)).isEqualTo(1);
    }

    @Test
    void aSessionThatItCannotTakeDoesNotMoveTheOthers() {
        FakeCandidates pool = FakeCandidates.of("A1 B1").limit(0, 1);
        Picker picker = STICKY.over(pool, RANDOM);
        pool.open(0);
        assertThat(picker.pick(Flows.from(1), pool, RANDOM)).isEqualTo(1);

        pool.close(0);

        assertThat(picker.pick(Flows.from(1), pool, RANDOM)).isEqualTo(0);
    }

    private static int pick(Picker picker) {
        return picker.pick(Flows.from(1), Admission.ALL, RANDOM);
    }

    private static FakeCandidates ranked(int... ranks) {
        return new FakeCandidates(1, 1).ranked(ranks);
    }
}
