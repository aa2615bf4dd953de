package io.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.health.History.Entry;
import io.sluice.model.BackendClass;
import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {

    @Test
    void tellsTheLastResultsNewestFirst() {
        History history = new History(1_000);
        for (int i = 0; i < 200; i++) {
            history.add(success(i), BackendClass.QUALIFIED);
        }

        List<Entry> results = history.results(3);

        assertThat(results).extracting(entry -> entry.result().atMillis()).containsExactly(199L, 198L, 197L);
        assertThat(history.results(Integer.MAX_VALUE)).hasSize(200);
    }

    @Test
    void keepsSoManyAndNoMore() {
        History history = new History(100);
        for (int i = 0; i < 1_050; i++) {
            history.add(success(i), BackendClass.QUALIFIED);
        }

        List<Long> times = new ArrayList<>();
        history.results(Integer.MAX_VALUE)
                .forEach(entry -> times.add(entry.result().atMillis()));

        assertThat(times).hasSize(100).startsWith(1_049L).endsWith(950L);
    }

    @Test
    void keepsEveryReasonAndClass() {
        History history = new History(1_000);
        List<Entry> expected = new ArrayList<>();
        for (ProbeReason reason : ProbeReason.values()) {
            for (BackendClass after : BackendClass.values()) {
                ProbeResult result = new ProbeResult(1, 1, reason, "");
                history.add(result, after);
                expected.add(0, new Entry(result, after, false));
                history.addDiscarded(result, after);
                expected.add(0, new Entry(result, after, true));
            }
        }

        assertThat(history.results(Integer.MAX_VALUE)).isEqualTo(expected);
    }

    @Test
    void keepsTheDetailsOfTheLastFailuresOnly() {
        History history = new History(1_000);
        for (int i = 0; i < 100; i++) {
            history.add(success(i), BackendClass.ALIVE);
            history.add(new ProbeResult(i, 1, ProbeReason.REFUSED, "failure " + i), BackendClass.ALIVE);
        }

        List<String> details = history.results(Integer.MAX_VALUE).stream()
                .filter(entry -> !entry.result().succeeded())
                .map(entry -> entry.result().detail())
                .toList();

        assertThat(details).hasSize(100).startsWith("failure 99", "failure 98");
        assertThat(details.get(63)).isEqualTo("failure 36");
        assertThat(details.get(64)).isEmpty();
    }

    @Test
    void keepsTheTimeOfAProbeToSevenDigits() {
        History history = new History(10);
        history.add(new ProbeResult(1, 1_234_567_890L, ProbeReason.OK, ""), BackendClass.ALIVE);

        assertThat(history.results(1).get(0).result().durationNanos()).isBetween(1_234_567_800L, 1_234_567_980L);
    }

    @Test
    void keepsTheLastChangesOfClass() {
        History history = new History(10);
        for (int i = 0; i < 300; i++) {
            history.add(new ClassChange(BackendClass.ALIVE, BackendClass.FAILED, success(i), 1));
        }

        assertThat(history.changes()).hasSize(256);
        assertThat(history.changes().get(0).cause().atMillis()).isEqualTo(299);
    }

    @Test
    void sharesItsMemoryAmongAll() {
        assertThat(History.capacityAmong(1)).isEqualTo(17_280);
        assertThat(History.capacityAmong(60)).isEqualTo(17_280);
        assertThat(History.capacityAmong(500)).isEqualTo(2_097);
        assertThat(History.capacityAmong(1_000_000)).isEqualTo(64);
    }

    private static ProbeResult success(long atMillis) {
        return new ProbeResult(atMillis, 1_000, ProbeReason.OK, "");
    }
}
