package io.sluice.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.config.Formats;
import io.sluice.control.Moves;
import io.sluice.control.RebalanceAnswer;
import io.sluice.control.RebalanceAnswer.InVain;
import io.sluice.control.RebalanceAnswer.Planned;
import io.sluice.control.RebalancePlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The calls that have sessions of overfull backends ended little by little, and that stop it. */
public final class RebalanceRoutes {

    private static final String PATH = "/api/v1/pools/{pool}/rebalance";
    private static final int DEFAULT_PER_SECOND = 10;

    private final Moves moves;

    private RebalanceRoutes(Moves moves) {
        this.moves = moves;
    }

    /** The table of these calls. Stopping has no body, so it needs no type; no page can send it to another site unasked. */
    public static List<Route> of(Moves moves) {
        RebalanceRoutes routes = new RebalanceRoutes(moves);
        return List.of(
                Route.change(HttpMethod.POST, PATH, routes::begin),
                new Route(HttpMethod.DELETE, new PathPattern(PATH), routes::stop));
    }

    private Outcome begin(Request request, JsonObject body) {
        Integer rate = body.text("rate", Formats.RATE);
        Reply complaint = body.complaint(request.path());
        if (complaint != null) {
            return complaint;
        }
        int perSecond = rate == null ? DEFAULT_PER_SECOND : rate;
        return new Outcome.Later(
                moves.rebalance(request.parameter("pool"), perSecond).thenApply(answer -> reply(answer, request)));
    }

    private static Reply reply(RebalanceAnswer answer, Request request) {
        if (answer instanceof Planned planned) {
            return Reply.json(document(planned.plan()));
        }
        return answer instanceof InVain inVain
                ? Reply.error(HttpResponseStatus.CONFLICT, "in_vain", inVain.reason(), request.path())
                : missing("no pool of this name", request);
    }

    private static Map<String, Object> document(RebalancePlan plan) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("pool", plan.pool());
        document.put("rate", plan.perSecond() + "/s");
        document.put(
                "backends", plan.parts().stream().map(RebalanceRoutes::view).toList());
        return document;
    }

    private static Map<String, Object> view(RebalancePlan.Part part) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", part.backend());
        view.put("sessions", part.sessions());
        view.put("share", part.share());
        view.put("to_end", part.toEnd());
        return view;
    }

    private Outcome stop(Request request) {
        String pool = request.parameter("pool");
        return new Outcome.Later(moves.stopRebalance(pool)
                .thenApply(isStopped -> isStopped
                        ? Reply.json(Map.of("pool", pool))
                        : missing("no rebalance is under way in a pool of this name", request)));
    }

    private static Reply missing(String message, Request request) {
        return Reply.error(HttpResponseStatus.NOT_FOUND, "not_found", message, request.path());
    }
}
