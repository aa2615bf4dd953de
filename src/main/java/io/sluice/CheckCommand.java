package io.sluice;

import io.sluice.config.Problem;
import io.sluice.topology.Topology;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice check}: validates a configuration and binds nothing. */
@Command(
        name = "check",
        description = "Validates a configuration file without binding anything, and prints every problem.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the configuration is valid", "1:it is not"})
final class CheckCommand implements Callable<Integer> {

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private ConfigOption config;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private JsonOption json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        ConfigReport report = ConfigReport.of(config.file());
        PrintWriter out = spec.commandLine().getOut();
        if (json.isOn()) {
            JsonOption.print(out, document(report));
        } else {
            print(report, out);
        }
        return report.topology() == null ? 1 : 0;
    }

    private void print(ConfigReport report, PrintWriter out) {
        report.print(out);
        Topology topology = report.topology();
        if (topology != null) {
            out.printf(
                    "%s: valid (listeners: %d, pools: %d)%n",
                    config.file(), topology.listeners().size(), topology.pools().size());
        }
    }

    private Map<String, Object> document(ConfigReport report) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("file", config.file().toString());
        document.put("valid", report.topology() != null);
        document.put("problems", views(report.problems()));
        document.put("warnings", views(report.warnings()));
        return document;
    }

    private static List<Map<String, Object>> views(List<Problem> problems) {
        return problems.stream().map(CheckCommand::view).toList();
    }

    private static Map<String, Object> view(Problem problem) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("line", problem.line());
        view.put("column", problem.column());
        view.put("path", problem.path());
        view.put("value", problem.value());
        view.put("expected", problem.expected());
        return view;
    }
}
