package io.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What ends the process, and what does not. */
class AlarmTest {

    private final List<Integer> exits = new ArrayList<>();
    private final Alarm alarm = new Alarm(exits::add);

    @Test
    void survivesBugs() {
        for (int i = 0; i < 1000; i++) {
            alarm.raised(new IllegalStateException("on purpose"));
            alarm.raised(new AssertionError("on purpose"));
        }

        assertThat(exits).isEmpty();
    }

    @Test
    void endsTheProcessWhenTheMachineOrTheProgramIsBroken() {
        alarm.raised(new InternalError("on purpose"));
        alarm.raised(new NoClassDefFoundError("on purpose"));

        assertThat(exits).containsExactly(Alarm.EXIT_STATUS, Alarm.EXIT_STATUS);
    }

    @Test
    void shedsUntilMemoryWasRefusedAHundredTimesInARow() {
        for (int i = 0; i < 99; i++) {
            alarm.raised(new OutOfMemoryError("on purpose"));
        }
        alarm.memoryGranted();
        for (int i = 0; i < 99; i++) {
            alarm.memoryRefused();
        }
        assertThat(exits).isEmpty();

        alarm.memoryRefused();

        assertThat(exits).containsExactly(Alarm.EXIT_STATUS);
    }
}
