package io.sluice.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.control.Inventory;
import io.sluice.health.HealthRecord;
import io.sluice.health.HealthRecords;
import io.sluice.health.History;
import io.sluice.pool.Member;
import io.sluice.pool.Pool;
import io.sluice.pool.PoolSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The calls that show what is remembered of health: of a pool in short, of one backend in full. Answers are bounded. */
public final class HealthRoutes {

    static final int DEFAULT_RESULTS = 100;

    /** Of each backend, in the answer for a pool: it may have thousands of them. */
    static final int MOST_RECENT = 200;

    private final Inventory inventory;
    private final LongSupplier epochMillis;

    private HealthRoutes(Inventory inventory, LongSupplier epochMillis) {
        this.inventory = inventory;
        this.epochMillis = epochMillis;
    }

    /**
     * The table of these calls.
     *
     * @param epochMillis the wall clock, milliseconds since 1970: answers say when they were made
     */
    public static List<Route> of(Inventory inventory, LongSupplier epochMillis) {
        HealthRoutes routes = new HealthRoutes(inventory, epochMillis);
        return List.of(
                Route.get("/api/v1/pools/{pool}/health", routes::pool),
                Route.get("/api/v1/pools/{pool}/backends/{backend}/health", routes::backend));
    }

    private Reply pool(Request request) {
        Pool pool = find(request);
        if (pool == null) {
            return missing("no pool of this name", request);
        }
        Integer most = limit(request, MOST_RECENT);
        return most == null ? badLimit(request, MOST_RECENT) : Reply.json(document(pool, most));
    }

    private Map<String, Object> document(Pool pool, int most) {
        PoolSnapshot now = pool.snapshot();
        HealthRecords records = inventory.health(pool.name());
        List<Map<String, Object>> backends = new ArrayList<>();
        for (int index = 0; index < now.size(); index++) {
            Member member = now.members().get(index);
            backends.add(HealthView.brief(member, Standing.of(now, index), record(records, member), most));
        }
        Map<String, Object> view = head(pool);
        view.put("objective", now.narrowing().rules().policy().objective().word());
        view.put("rounds_discarded", records == null ? 0 : records.discardedRounds());
        view.put("backends", backends);
        return view;
    }

    private Reply backend(Request request) {
        Pool pool = find(request);
        if (pool == null) {
            return missing("no pool of this name", request);
        }
        PoolSnapshot now = pool.snapshot();
        for (int index = 0; index < now.size(); index++) {
            if (now.name(index).equals(request.parameter("backend"))) {
                Integer most = limit(request, History.MOST_RESULTS);
                return most == null
                        ? badLimit(request, History.MOST_RESULTS)
                        : Reply.json(document(pool, now, index, most));
            }
        }
        return missing("no backend of this name", request);
    }

    private Map<String, Object> document(Pool pool, PoolSnapshot now, int index, int most) {
        Member member = now.members().get(index);
        HealthRecord record = record(inventory.health(pool.name()), member);
        Map<String, Object> view = head(pool);
        view.putAll(HealthView.full(member, Standing.of(now, index), record, most));
        return view;
    }

    private Map<String, Object> head(Pool pool) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("pool", pool.name());
        view.put("time", Instant.ofEpochMilli(epochMillis.getAsLong()).toString());
        view.put("frozen", inventory.isHealthFrozen());
        return view;
    }

    private @Nullable Pool find(Request request) {
        String name = request.parameter("pool");
        for (Pool pool : inventory.pools()) {
            if (pool.name().equals(name)) {
                return pool;
            }
        }
        return null;
    }

    private static @Nullable HealthRecord record(@Nullable HealthRecords records, Member member) {
        return records == null ? null : records.backend(member.backend().name());
    }

    /** How many results are asked for; null when the query does not say it in a way that makes sense. */
    private static @Nullable Integer limit(Request request, int most) {
        String text = request.query().last("limit");
        if (text == null) {
            return DEFAULT_RESULTS;
        }
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) > most) {
            return null;
        }
        return Integer.valueOf(text);
    }

    private static Reply badLimit(Request request, int most) {
        String message = "limit: " + request.query().last("limit") + " (expected: 0 to " + most + ")";
        return Reply.error(HttpResponseStatus.BAD_REQUEST, "bad_request", message, request.path());
    }

    private static Reply missing(String message, Request request) {
        return Reply.error(HttpResponseStatus.NOT_FOUND, "not_found", message, request.path());
    }
}
