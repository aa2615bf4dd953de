package io.sluice.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The call that lists all others: made from their table, so that none is forgotten. */
public final class IndexRoute {

    private IndexRoute() {}

    /** {@code GET /}. */
    public static Route of(String version, List<Route> others) {
        Map<String, TreeSet<String>> methods = new LinkedHashMap<>();
        for (Route each : others) {
            methods.computeIfAbsent(each.path().toString(), path -> new TreeSet<>())
                    .add(each.methods());
        }
        String rows = methods.entrySet().stream()
                .map(row -> String.join(", ", row.getValue()) + " " + row.getKey() + "\n")
                .collect(Collectors.joining());
        String text = "Sluice " + version + "\n\n" + rows;
        return Route.get("/", request -> Reply.text(HttpResponseStatus.OK, text));
    }
}
