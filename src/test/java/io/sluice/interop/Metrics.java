package io.sluice.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One scrape of the metrics.
 *
 * @param series value by name and labels, as the page has them
 */
record Metrics(Map<String, Double> series) {

    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    static Metrics of(String page) {
        Map<String, Double> series = new LinkedHashMap<>();
        for (String line : page.lines().toList()) {
            if (!line.startsWith("#") && !line.isBlank()) {
                int space = line.lastIndexOf(' ');
                series.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
            }
        }
        return new Metrics(series);
    }

    /**
     * The sum over all series of this name with these labels; there must be one at least.
     *
     * @param labels names and values by turns
     */
    long sum(String name, String... labels) {
        assertThat(matching(name, labels)).as("series of %s", name).isNotEmpty();
        return (long) matching(name, labels).mapToDouble(Map.Entry::getValue).sum();
    }

    /** The sum over all series of this name, for each value of a label. */
    Map<String, Long> by(String label, String name, String... labels) {
        Map<String, Long> sums = new TreeMap<>();
        matching(name, labels)
                .forEach(entry -> sums.merge(
                        labels(entry.getKey()).getOrDefault(label, ""),
                        entry.getValue().longValue(),
                        Long::sum));
        return sums;
    }

    private Stream<Map.Entry<String, Double>> matching(String name, String... labels) {
        return series.entrySet().stream()
                .filter(entry -> entry.getKey().equals(name) || entry.getKey().startsWith(name + "{"))
                .filter(entry -> hasAll(labels(entry.getKey()), labels));
    }

    private static boolean hasAll(Map<String, String> all, String... wanted) {
        for (int i = 0; i < wanted.length; i += 2) {
            if (!wanted[i + 1].equals(all.get(wanted[i]))) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, String> labels(String series) {
        Map<String, String> labels = new LinkedHashMap<>();
        Matcher matcher = LABEL.matcher(series);
        while (matcher.find()) {
            labels.put(matcher.group(1), matcher.group(2));
        }
        return labels;
    }
}
