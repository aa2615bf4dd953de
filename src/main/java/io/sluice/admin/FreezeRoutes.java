package io.sluice.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.sluice.control.HealthFreeze;
import io.sluice.control.Inventory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The calls about health as a whole: whether it decides anything. */
public final class FreezeRoutes {

    private static final String PATH = "/api/v1/health";

    private final Inventory inventory;
    private final HealthFreeze freeze;

    private FreezeRoutes(Inventory inventory, HealthFreeze freeze) {
        this.inventory = inventory;
        this.freeze = freeze;
    }

    /** The table of these calls. */
    public static List<Route> of(Inventory inventory, HealthFreeze freeze) {
        FreezeRoutes routes = new FreezeRoutes(inventory, freeze);
        return List.of(
                Route.get(PATH, request -> routes.document()), Route.change(HttpMethod.PATCH, PATH, routes::change));
    }

    private Outcome change(Request request, JsonObject body) {
        Boolean frozen = body.choice("frozen");
        Reply complaint = body.complaint(request.path());
        return complaint == null ? new Outcome.Later(apply(frozen).thenApply(done -> document())) : complaint;
    }

    private CompletableFuture<@Nullable Void> apply(@Nullable Boolean frozen) {
        if (frozen == null) {
            return CompletableFuture.completedFuture(null);
        }
        return frozen ? freeze.freezeHealth() : freeze.thawHealth();
    }

    private Reply document() {
        return Reply.json(Map.of("frozen", inventory.isHealthFrozen()));
    }
}
