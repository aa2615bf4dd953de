import java.util.Locale;

/** What one run counted. Owned by the thread of the run. */
final class Score {

    final Histogram latencies = new Histogram();
    long errors;
    long lost;

    private final long started = System.nanoTime();
    private final long ends;
    private long stopped;

    Score(int millis) {
        ends = started + millis * 1_000_000L;
    }

    boolean isRunning() {
        return System.nanoTime() < ends;
    }

    /** Ends the time that throughput is computed over; answers that come later still count as operations. */
    void stop() {
        stopped = System.nanoTime();
    }

    String json() {
        double seconds = (stopped - started) / 1e9;
        return String.format(
                Locale.ROOT,
                "{\"operations\":%d,\"seconds\":%.4f,\"rate\":%.1f,\"p50_us\":%.1f,\"p99_us\":%.1f,\"errors\":%d,\"lost\":%d}",
                latencies.total(),
                seconds,
                latencies.total() / seconds,
                latencies.microsAt(0.50),
                latencies.microsAt(0.99),
                errors,
                lost);
    }
}
