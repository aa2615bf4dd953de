package io.sluice.stats;

/** Where ended sessions are written. Called on worker loops: implementations are thread-safe and never block or throw. */
public interface SessionLog {

    /** Nothing is written. */
    SessionLog OFF = new SessionLog() {
        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public void write(SessionRecord record) {}
    };

    /** False when a record need not be made at all. */
    boolean isOn();

    void write(SessionRecord record);
}
