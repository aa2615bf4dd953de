package io.sluice.cli;

/** How a command ends, for scripts. */
final class ExitCode {

    static final int OK = 0;
    /** The answer is no: refused, invalid, not found. */
    static final int REFUSED = 1;

    /** Nobody that speaks the admin API is there. */
    static final int NO_DAEMON = 3;

    private ExitCode() {}
}
