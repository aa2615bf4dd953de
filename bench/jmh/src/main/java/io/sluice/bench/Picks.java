package io.sluice.bench;

import io.sluice.balance.Schedulers;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Measures what a pick costs, for every scheduler of the registry, and writes one table. Arguments: the file of the table, forks,
 * iterations (half as many warm up), milliseconds per iteration, the schedulers with commas between them or {@code all}, and, with
 * commas as well, how many backends and how many threads.
 */
public final class Picks {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private Picks() {}

    public static void main(String[] words) throws RunnerException, IOException {
        List<String> names = words[4].equals("all") ? registered() : List.of(words[4].split(",", -1));
        String[] sizes = words[5].split(",", -1);
        int[] threadCounts = Arrays.stream(words[6].split(",", -1)).mapToInt(Integer::parseInt).toArray();
        List<Collection<RunResult>> runs = new ArrayList<>();
        for (int threads : threadCounts) {
            runs.add(new Runner(new OptionsBuilder()
                            .include(PickBenchmark.class.getSimpleName())
                            .param("scheduler", names.toArray(String[]::new))
                            .param("backends", sizes)
                            .threads(threads)
                            .forks(Integer.parseInt(words[1]))
                            .warmupIterations((Integer.parseInt(words[2]) + 1) / 2)
                            .warmupTime(TimeValue.milliseconds(Long.parseLong(words[3])))
                            .measurementIterations(Integer.parseInt(words[2]))
                            .measurementTime(TimeValue.milliseconds(Long.parseLong(words[3])))
                            .jvmArgsAppend("-XX:+UseSerialGC", "-Xms256m", "-Xmx256m")
                            .addProfiler(GCProfiler.class)
                            .build())
                    .run());
        }
        try (PrintStream table = new PrintStream(words[0])) {
            write(table, names, sizes, threadCounts, runs);
        }
    }

    /** Every scheduler once, without its aliases. */
    private static List<String> registered() {
        return Schedulers.names().stream()
                .map(name -> Objects.requireNonNull(Schedulers.create(name, new Defaults()))
                        .name())
                .distinct()
                .toList();
    }

    private static void write(PrintStream table, List<String> names, String[] sizes, int[] threadCounts, List<Collection<RunResult>> runs) {
        table.print("| scheduler |");
        for (int threads : threadCounts) {
            for (String size : sizes) {
                table.printf(" %s backends, %d thread%s |", size, threads, threads == 1 ? "" : "s");
            }
        }
        table.println(" B/op |");
        table.println("|---|" + "---|".repeat(threadCounts.length * sizes.length + 1));
        for (String name : names) {
            table.print("| `" + name + "` |");
            double allocated = 0;
            for (Collection<RunResult> run : runs) {
                for (String size : sizes) {
                    RunResult result = find(run, name, size);
                    Result<?> time = result.getPrimaryResult();
                    table.printf(Locale.ROOT, " %.1f ± %.1f |", time.getScore(), time.getScoreError());
                    allocated = Math.max(allocated, bytes(result));
                }
            }
            table.printf(Locale.ROOT, " %.1f |%n", allocated);
        }
    }

    private static RunResult find(Collection<RunResult> run, String name, String size) {
        return run.stream()
                .filter(result -> result.getParams().getParam("scheduler").equals(name)
                        && result.getParams().getParam("backends").equals(size))
                .findFirst()
                .orElseThrow();
    }

    private static double bytes(RunResult result) {
        return result.getSecondaryResults().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(ALLOCATED))
                .mapToDouble(entry -> entry.getValue().getScore())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no " + ALLOCATED + " among " + Arrays.toString(result.getSecondaryResults().keySet().toArray())));
    }
}
