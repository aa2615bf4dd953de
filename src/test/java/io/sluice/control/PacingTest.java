package io.sluice.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How often something is done, and when. */
class PacingTest {

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final ManualAgenda agenda = new ManualAgenda();
    private final List<Long> times = new ArrayList<>();

    private Pacing pacing(int perSecond, Pacing.Task task) {
        return new Pacing(agenda, perSecond, new SplittableRandom(3), task);
    }

    private CompletableFuture<?> note(int most) {
        for (int i = 0; i < most; i++) {
            times.add(agenda.nanoTime());
        }
        return DONE;
    }

    @Test
    void isAsOftenAsItMayAndNoMore() {
        for (int rate : new int[] {1, 3, 10, 50, 333, 20_000}) {
            times.clear();
            Pacing pacing = pacing(rate, this::note);
            pacing.begin();

            agenda.pass(10_000);
            pacing.stop();
            agenda.pass(1_000);

            assertThat(times.size()).as("in 10 seconds at %s/s", rate).isBetween(10 * rate * 98 / 100 - 1, 10 * rate);
        }
    }

    @Test
    void comesAtUnevenIntervals() {
        pacing(1_000, this::note).begin();

        agenda.pass(5_000);

        List<Long> moments = times.stream().distinct().toList();
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < moments.size(); i++) {
            gaps.add((moments.get(i) - moments.get(i - 1)) / 1_000_000);
        }
        assertThat(gaps).allMatch(gap -> gap >= 25 && gap <= 75);
        assertThat(gaps.stream().distinct().count()).isGreaterThan(20);
    }

    @Test
    void doesNotMakeUpForWhatWasNotNeeded() {
        boolean[] isNeeded = {false};
        pacing(100, most -> isNeeded[0] ? note(most) : DONE).begin();
        agenda.pass(10_000);

        isNeeded[0] = true;
        agenda.pass(1_000);

        assertThat(times.size()).isBetween(90, 108);
    }

    @Test
    void waitsUntilWhatIsUnderWayIsDone() {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        List<Integer> granted = new ArrayList<>();
        pacing(100, most -> {
                    granted.add(most);
                    return granted.size() == 1 ? slow : DONE;
                })
                .begin();
        agenda.pass(400);
        assertThat(granted).hasSize(1);

        slow.complete(null);
        agenda.pass(100);

        assertThat(granted.size()).isBetween(2, 4);
        assertThat(granted.get(1)).as("the time that it took counts").isBetween(35, 50);
    }

    @Test
    void catchesUpWithASecondAtMost() {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        List<Integer> granted = new ArrayList<>();
        pacing(100, most -> {
                    granted.add(most);
                    return granted.size() == 1 ? slow : DONE;
                })
                .begin();
        agenda.pass(60_000);

        slow.complete(null);
        agenda.pass(80);

        assertThat(granted.get(1)).isEqualTo(100);
    }

    @Test
    void doesNothingOnceItIsStopped() {
        Pacing pacing = pacing(100, this::note);
        pacing.begin();
        agenda.pass(500);
        int before = times.size();

        pacing.stop();
        agenda.pass(5_000);

        assertThat(times).hasSize(before);
        assertThat(agenda.isIdle()).isTrue();
    }
}
