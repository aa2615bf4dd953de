package io.sluice.admin;

import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** What a handler makes of a request. */
public sealed interface Outcome permits Reply, Outcome.Later, Outcome.Stream {

    /**
     * An answer that another thread gives.
     *
     * @param reply completed on any thread; a failure is a bug
     */
    record Later(CompletableFuture<Reply> reply) implements Outcome {

        /** The same, with an answer for the case that it fails. */
        Later orElse(Function<Throwable, Reply> failed) {
            return new Later(reply.exceptionally(failed));
        }

        /** The same, once this has been done with the answer. */
        Later then(Consumer<Reply> done) {
            return new Later(reply.whenComplete((answer, failure) -> done.accept(answer)));
        }
    }

    /** An answer that goes on until one of both ends closes the connection. All of it on the admin loop. */
    non-sealed interface Stream extends Outcome {

        String contentType();

        /** The head of the answer is on its way; the body is written as HTTP content from now on. */
        void begin(ChannelHandlerContext context);

        /** What was written has been taken by the peer, or has piled up: the channel says which. */
        void writabilityChanged();

        /** The connection is gone. Called once, after {@link #begin}. */
        void ended();
    }
}
