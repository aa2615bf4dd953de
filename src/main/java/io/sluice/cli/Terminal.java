package io.sluice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What standard output is connected to.
 *
 * @param isPresent true when a person may be looking
 * @param hasColours true when colours are welcome there
 */
record Terminal(boolean isPresent, boolean hasColours) {

    static final Terminal NONE = new Terminal(false, false);

    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

    /** The one of this process. The JDK's console answers for input and output together, and differs between releases. */
    static Terminal ofProcess() {
        boolean isTerminal = isTerminal();
        String refusal = System.getenv("NO_COLOR");
        return new Terminal(isTerminal, isTerminal && (refusal == null || refusal.isEmpty()));
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
