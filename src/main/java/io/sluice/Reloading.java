package io.sluice;

import io.sluice.config.ConfigLoader;
import io.sluice.config.ConfigResult;
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
    private final LastGood lastGood;
    private volatile String seen;

    /** The configuration that may wait to be confirmed; on the thread that reads only. */
    private String onTrial = "";

    private final ThreadPoolExecutor reader =
            new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "sluice-reload");
                thread.setDaemon(true);
                return thread;
            });

    /** @param lastGood keeps what comes into force */
    Reloading(ConfigSource source, Reloads control, LastGood lastGood) {
        this.file = source.file();
        this.seen = source.seen();
        this.control = control;
        this.lastGood = lastGood;
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
        ConfigReport report = ConfigReport.of(read(file));
        Topology topology = report.topology();
        if (topology == null) {
            List<String> problems =
                    report.problems().stream().map(Problem::toString).toList();
            return control.refuse(problems).join();
        }
        report.warnings().forEach(warning -> LOG.warn("config warning: {}", warning));
        ReloadResult result = control.apply(topology, report.hash(), options).join();
        if (result instanceof ReloadResult.Applied) {
            keep(report.text(), options);
        }
        return result;
    }

    /** What may go again is kept once it is confirmed. */
    private void keep(String text, ReloadOptions options) {
        if (options.confirm() == null) {
            lastGood.keep(text);
        } else {
            onTrial = text;
        }
    }

    /** Notes what it has read before names are resolved, which may take seconds. */
    private ConfigResult read(Path path) {
        ConfigResult result = ConfigLoader.load(path);
        if (!result.hash().isEmpty()) {
            seen = result.hash();
        }
        return result;
    }

    /** The hash of the content that was last read from the file, whether it could be used or not; empty before the first. */
    String seen() {
        return seen;
    }

    @Override
    public CompletableFuture<TrialAnswer> confirm() {
        try {
            return CompletableFuture.supplyAsync(this::confirmNow, reader); // behind the reload that it confirms
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(new TrialAnswer.None());
        }
    }

    private TrialAnswer confirmNow() {
        TrialAnswer answer = control.confirm().join();
        if (answer instanceof TrialAnswer.Ended) {
            lastGood.keep(onTrial);
        }
        return answer;
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
