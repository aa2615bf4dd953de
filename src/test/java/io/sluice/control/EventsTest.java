package io.sluice.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.control.Happening.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventsTest {

    private final Events events = new Events(() -> 1_700_000_000_123L);

    private static Happening happening(String to) {
        return Happening.change(Kind.CLASS, "web", "b1", "alive", to, "refused");
    }

    @Test
    void numbersFromOneOn() {
        assertThat(events.last()).isZero();
        assertThat(events.oldest()).isEqualTo(1);

        Event first = events.publish(happening("failed"));
        Event second = events.publish(happening("alive"));

        assertThat(first).isEqualTo(new Event(1, 1_700_000_000_123L, happening("failed")));
        assertThat(second.id()).isEqualTo(2);
        assertThat(events.last()).isEqualTo(2);
        assertThat(events.find(1)).isEqualTo(first);
        assertThat(events.find(3)).isNull();
        assertThat(events.find(0)).isNull();
    }

    @Test
    void keepsTheLastThousand() {
        for (int i = 1; i <= Events.KEPT + 7; i++) {
            events.publish(happening("failed"));
        }

        assertThat(events.oldest()).isEqualTo(8);
        assertThat(events.find(7)).isNull();
        assertThat(Objects.requireNonNull(events.find(8)).id()).isEqualTo(8);
        assertThat(Objects.requireNonNull(events.find(events.last())).id()).isEqualTo(Events.KEPT + 7);
    }

    @Test
    void wakesTheReadersUntilTheyLeave() {
        AtomicInteger woken = new AtomicInteger();
        Runnable leave = events.subscribe(woken::incrementAndGet);

        events.publish(happening("failed"));
        leave.run();
        events.publish(happening("alive"));

        assertThat(woken).hasValue(1);
    }

    @Test
    void cutsLongTexts() {
        Happening happening = happening("failed").saying("x".repeat(10_000));

        assertThat(happening.detail()).hasSize(256);
    }

    /** Whoever sees the number of an event finds the event, or that it has been overwritten. */
    @Test
    void isReadWhileManyPublish() throws InterruptedException {
        List<Thread> publishers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            publishers.add(new Thread(() -> {
                for (int n = 0; n < 5_000; n++) {
                    events.publish(happening("failed"));
                }
            }));
        }
        publishers.forEach(Thread::start);
        long reached = 0;
        long lost = 0;
        while (reached < 20_000) {
            if (reached == events.last()) {
                Thread.onSpinWait();
                continue;
            }
            Event next = events.find(reached + 1);
            if (next == null) {
                assertThat(events.last()).isGreaterThanOrEqualTo(reached + Events.KEPT);
                lost++;
            } else {
                assertThat(next.id()).isEqualTo(reached + 1);
            }
            reached++;
        }
        for (Thread publisher : publishers) {
            publisher.join();
        }
        assertThat(events.last()).isEqualTo(20_000);
        assertThat(lost).isLessThan(20_000);
    }
}
