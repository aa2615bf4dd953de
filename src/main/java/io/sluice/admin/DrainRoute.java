package io.sluice.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.sluice.config.Formats;
import io.sluice.control.DrainPace;
import io.sluice.control.Inventory;
import io.sluice.control.Moves;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The call that takes new sessions away from a backend, and may have those that it has ended little by little. */
public final class DrainRoute {

    private static final String PATH = "/api/v1/pools/{pool}/backends/{backend}/drain";

    private final BackendReplies replies;
    private final Moves moves;

    private DrainRoute(BackendReplies replies, Moves moves) {
        this.replies = replies;
        this.moves = moves;
    }

    /** {@code POST …/drain}. */
    public static Route of(Inventory inventory, Moves moves) {
        DrainRoute route = new DrainRoute(new BackendReplies(inventory), moves);
        return Route.change(HttpMethod.POST, PATH, route::drain);
    }

    private Outcome drain(Request request, JsonObject body) {
        DrainPace pace = pace(body.text("rate", Formats.RATE), body.text("max_age", Formats.DURATION));
        Reply complaint = body.complaint(request.path());
        if (complaint != null) {
            return complaint;
        }
        return new Outcome.Later(moves.drain(
                        request.parameter("pool"),
                        request.parameter("backend"),
                        pace,
                        setting -> EntityTag.isMet(request, EntityTag.of(setting)))
                .thenApply(answer -> replies.of(answer, request)));
    }

    private static @Nullable DrainPace pace(@Nullable Integer rate, @Nullable Duration maxAge) {
        if (rate == null && maxAge == null) {
            return null;
        }
        return new DrainPace(
                rate == null ? DrainPace.DEFAULT_PER_SECOND : rate, maxAge == null ? Duration.ZERO : maxAge);
    }
}
