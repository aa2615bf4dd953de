package io.sluice.health;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.sluice.model.ProbeReason;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of a command for an attempt, from its start to its exit. On the attempt's loop, except for what blocks: starting it, and
 * finding its descendants in order to kill them, which a thread of {@link CommandThreads} does.
 */
final class CommandRun {

    /** Often enough for a pipe of 64 KiB not to stop a command that prints a lot. */
    private static final long DRAIN_MILLIS = 20;

    private final Attempt attempt;
    private final CommandOutput output;
    private final ProcessFamily family;
    private boolean isStarting = true;
    private @Nullable Process process;
    private @Nullable Future<?> draining;

    private CommandRun(Attempt attempt, CommandOutput output, ProcessFamily family) {
        this.attempt = attempt;
        this.output = output;
        this.family = family;
    }

    static void begin(Attempt attempt, List<String> command, Map<String, String> environment) {
        if (!CommandThreads.tryRun()) {
            attempt.fail(ProbeReason.LOCAL, CommandThreads.MOST_RUNS + " commands are running");
            return;
        }
        try {
            CommandRun run = new CommandRun(attempt, CommandOutput.open(), ProcessFamily.named());
            ProcessBuilder builder = run.output.received(new ProcessBuilder(command));
            run.family.mark(builder, environment);
            attempt.onEnd(run::end);
            CommandThreads.execute(() -> run.start(builder));
        } catch (IOException e) {
            CommandThreads.ran();
            attempt.fail(ProbeReason.LOCAL, Diagnosis.detail(e));
        }
    }

    /** On a thread that may block. */
    private void start(ProcessBuilder builder) {
        try {
            Process started = builder.start();
            var unused = started.onExit().thenRun(CommandThreads::ran);
            onLoop(() -> started(started), () -> {
                family.kill(started);
                output.close();
            });
        } catch (IOException e) {
            CommandThreads.ran();
            onLoop(() -> failed(e), output::close);
        }
    }

    private void onLoop(Runnable task, Runnable otherwise) {
        try {
            attempt.loop().execute(task);
        } catch (RejectedExecutionException e) { // the daemon is ending
            otherwise.run();
        }
    }

    private void started(Process started) {
        isStarting = false;
        process = started;
        output.started();
        if (attempt.isOver()) {
            end();
            return;
        }
        EventLoop loop = attempt.loop();
        draining = loop.scheduleWithFixedDelay(output::drain, DRAIN_MILLIS, DRAIN_MILLIS, TimeUnit.MILLISECONDS);
        var unused = started.onExit().thenRun(() -> onLoop(() -> exited(started.exitValue()), () -> {}));
    }

    private void failed(IOException cause) {
        isStarting = false;
        attempt.fail(ProbeReason.LOCAL, Diagnosis.detail(cause));
        end(); // again: it has left the output open for the start
    }

    private void exited(int status) {
        if (attempt.isOver()) {
            return;
        }
        output.drain();
        String line = output.firstLine();
        if (status == 0) {
            attempt.succeed(line);
        } else {
            attempt.fail(ProbeReason.STATUS, "exit " + status + (line.isEmpty() ? "" : ": " + line));
        }
    }

    /** At the end of the attempt; once more when the command has started only then, for which the output stays open. */
    private void end() {
        if (isStarting) {
            return;
        }
        if (draining != null) {
            draining.cancel(false);
        }
        output.close();
        Process running = process;
        if (running != null && running.isAlive()) {
            CommandThreads.execute(() -> family.kill(running));
        }
    }
}
