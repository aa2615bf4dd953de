package io.sluice;

import io.sluice.config.Problem;
import io.sluice.control.ReloadOptions;
import io.sluice.control.ReloadResult;
import io.sluice.control.Reloader;
import io.sluice.control.Reloads;
import io.sluice.control.TrialAnswer;
import io.sluice.topology.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from the file on disk to the configuration in force, again: reads, resolves names, and has the control loop apply what
 * came of it. One reload after the other, each with the file as it is then, on a thread that lives only while there is something
 * to read. Thread-safe.
 */
final class Reloading implements Reloader, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Reloading.class);

    private final @Nullable Path file;
    private final Reloads control;
    private final ThreadPoolExecutor reader =
            new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "sluice-reload");
                thread.setDaemon(true);
                return thread;
            });

    /** @param file null when the configuration has not come from one */
    Reloading(@Nullable Path file, Reloads control) {
        this.file = file;
        this.control = control;
        reader.allowCoreThreadTimeOut(true);
    }

    @Override
    public CompletableFuture<ReloadResult> reload(ReloadOptions options) {
        try {
            return CompletableFuture.supplyAsync(() -> readAndApply(options), reader);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(new ReloadResult.Refused(List.of("the process is stopping")));
        }
    }

    /** Waits for the control loop, so that the next reload reads the file after this one has been applied. */
    private ReloadResult readAndApply(ReloadOptions options) {
        if (file == null) {
            return control.refuse(List.of("this configuration has not come from a file"))
                    .join();
        }
        ConfigReport report = ConfigReport.of(file);
        Topology topology = report.topology();
        if (topology == null) {
            List<String> problems =
                    report.problems().stream().map(Problem::toString).toList();
            return control.refuse(problems).join();
        }
        report.warnings().forEach(warning -> LOG.warn("config warning: {}", warning));
        return control.apply(topology, report.hash(), options).join();
    }

    @Override
    public CompletableFuture<TrialAnswer> confirm() {
        return control.confirm();
    }

    @Override
    public CompletableFuture<TrialAnswer> revert() {
        return control.revert();
    }

    @Override
    public void close() {
        reader.shutdown();
    }
}
