package io.sluice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What standard output is connected to.
 *
 * @param isPresent true when a person may be looking
 * @param hasColours true when colours are welcome there
 * @param width columns that a line may have
 */
record Terminal(boolean isPresent, boolean hasColours, int width) {

    static final Terminal NONE = new Terminal(false, false);

    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

    /** One of usual width. */
    Terminal(boolean isPresent, boolean hasColours) {
        this(isPresent, hasColours, Table.WIDTH);
    }

    /** The one of this process, of usual width. The JDK's console answers for input and output together, and differs between releases. */
    static Terminal ofProcess() {
        boolean isTerminal = isTerminal();
        String refusal = System.getenv("NO_COLOR");
        boolean hasColours = isTerminal && (refusal == null || refusal.isEmpty());
        return new Terminal(isTerminal, hasColours);
    }

    /** The same with the width that it has now. Starts a process to find out. */
    static Terminal measured() {
        Terminal terminal = ofProcess();
        return terminal.isPresent ? new Terminal(true, terminal.hasColours, TerminalWidth.ofProcess()) : terminal;
    }

    private static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(STANDARD_OUTPUT).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false; // no /proc: no colours
        }
    }
}
