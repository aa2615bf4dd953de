package io.sluice.testing;

import io.sluice.model.Endpoint;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** A person at a command line, asking a daemon of the test. */
public final class Operating {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Runs a command against this daemon; the answer is the exit code. */
    public int run(WholeDaemon daemon, Object command, String... arguments) {
        int port = ((Endpoint.Inet) daemon.adminAddress()).address().getPort();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--admin", "http://127.0.0.1:" + port));
        return run(command, all.toArray(new String[0]));
    }

    /** The same with nothing but these arguments. */
    public int run(Object command, String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    /** What the last command printed. */
    public String out() {
        return out.toString();
    }

    /** What the last command complained of. */
    public String err() {
        return err.toString();
    }
}
