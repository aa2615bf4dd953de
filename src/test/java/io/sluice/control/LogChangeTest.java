package io.sluice.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.HeldLevel;
import io.sluice.topology.LogSpec;
import io.sluice.topology.LogSpec.Format;
import io.sluice.topology.LogSpec.Level;
import io.sluice.topology.LogSpec.Sessions;
import org.junit.jupiter.api.Test;

class LogChangeTest {

    private static final LogSpec INFO = new LogSpec(Level.INFO, new Sessions.Off(), Format.TEXT);
    private static final LogSpec DEBUG = new LogSpec(Level.DEBUG, new Sessions.Stdout(), Format.JSON);

    private final HeldLevel level = new HeldLevel();

    @Test
    void takesTheLevelAndLeavesTheRest() {
        LogChange change = new LogChange(INFO, DEBUG);

        assertThat(change.commit(level)).containsExactly("log: level info -> debug");
        assertThat(level.now()).isEqualTo(Level.DEBUG);
        assertThat(change.inForce()).isEqualTo(new LogSpec(Level.DEBUG, new Sessions.Off(), Format.TEXT));
    }

    @Test
    void leavesWhatWasCommandedWhileTheFileSaysTheSame() {
        level.set(Level.TRACE);

        assertThat(new LogChange(INFO, INFO).commit(level)).isEmpty();
        assertThat(level.now()).isEqualTo(Level.TRACE);
    }

    @Test
    void undoesWhatWasCommandedOnceTheFileChanges() {
        level.set(Level.TRACE);

        assertThat(new LogChange(INFO, DEBUG).commit(level))
                .containsExactly("log: level trace (set at run time) -> debug");
        assertThat(level.now()).isEqualTo(Level.DEBUG);
    }
}
