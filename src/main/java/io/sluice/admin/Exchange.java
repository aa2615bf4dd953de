package io.sluice.admin;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one connection, one after the other: the next is read when the answer to the last is written, so a client that
 * sends many and reads none holds one answer at most. Bodies are read up to their limit and ignored. On the admin loop.
 */
final class Exchange extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Routes routes;
    private final SiteRule site;
    private final Deadline deadline;
    private final Queue<HttpObject> waiting = new ArrayDeque<>();
    private @Nullable HttpRequest head;
    private Outcome.@Nullable Stream stream;
    private long bodyBytes;
    private boolean answering;
    private boolean isProceeding;
    private boolean isEnding;

    Exchange(Routes routes, SiteRule site, Deadline deadline) {
        this.routes = routes;
        this.site = site;
        this.deadline = deadline;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.read();
    }

    /** One read of the socket may bring the parts of many requests. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object part) {
        if (isEnding) {
            ReferenceCountUtil.release(part);
            return;
        }
        waiting.add((HttpObject) part);
        proceed(context);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        readMore(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        forget();
        if (stream != null) {
            stream.ended();
        }
    }

    private void forget() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }

    private void proceed(ChannelHandlerContext context) {
        if (isProceeding) {
            return; // an answer was written at once: the loop below goes on
        }
        isProceeding = true;
        while (!answering && !waiting.isEmpty()) {
            HttpObject part = waiting.remove();
            try {
                take(context, part);
            } finally {
                ReferenceCountUtil.release(part);
            }
        }
        isProceeding = false;
    }

    private void readMore(ChannelHandlerContext context) {
        if (!answering && waiting.isEmpty()) {
            context.read();
        }
    }

    private void take(ChannelHandlerContext context, HttpObject part) {
        if (part instanceof HttpRequest request) {
            begin(context, request);
        }
        if (part instanceof HttpContent content && !answering) {
            body(context, content);
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) {
        head = request;
        bodyBytes = 0;
        Reply objection = Syntax.objection(request);
        if (objection == null) {
            objection = site.objection(request.headers());
        }
        if (objection != null) {
            answerAndEnd(context, objection);
            return;
        }
        if (HttpUtil.is100ContinueExpected(request)) {
            var unused = context.writeAndFlush(
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
    }

    private void body(ChannelHandlerContext context, HttpContent content) {
        Reply malformed = Syntax.malformed(content.decoderResult());
        if (malformed != null) {
            answerAndEnd(context, malformed);
            return;
        }
        bodyBytes += content.content().readableBytes();
        if (bodyBytes > Syntax.MAX_BODY_BYTES) {
            answerAndEnd(context, Syntax.tooLarge());
            return;
        }
        if (content instanceof LastHttpContent && head != null) {
            answer(context, head);
        }
    }

    private void answer(ChannelHandlerContext context, HttpRequest request) {
        Outcome outcome = outcome(request);
        answering = true;
        if (outcome instanceof Reply reply) {
            reply(context, request, reply);
        } else if (outcome instanceof Outcome.Later later) {
            var unused = later.reply()
                    .whenComplete((reply, failure) -> context.executor().execute(() -> {
                        reply(context, request, failure == null ? reply : bug(request, failure));
                    }));
        } else if (outcome instanceof Outcome.Stream opened) {
            isEnding = true;
            forget();
            stream = opened;
            Answers.begin(context, opened, request.protocolVersion(), deadline);
        }
    }

    private void reply(ChannelHandlerContext context, HttpRequest request, Reply reply) {
        if (!HttpUtil.isKeepAlive(request)) {
            answerAndEnd(context, reply);
            return;
        }
        Answers.write(context, reply, request.protocolVersion(), () -> {
            answering = false;
            head = null;
            deadline.answered(context);
            proceed(context);
            readMore(context);
        });
    }

    private Outcome outcome(HttpRequest request) {
        try {
            return routes.answer(request);
        } catch (
                RuntimeException e) { // the border to the handlers: a bug in one must not end the connection in silence
            return bug(request, e);
        }
    }

    private static Reply bug(HttpRequest request, Throwable e) {
        String path = Routes.path(request);
        LOG.error("admin path={} internal error", path, e);
        return Reply.error(HttpResponseStatus.INTERNAL_SERVER_ERROR, "internal", "internal error; see the log", path);
    }

    private void answerAndEnd(ChannelHandlerContext context, Reply reply) {
        answering = true;
        isEnding = true;
        forget();
        Answers.writeLast(context, reply, deadline);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (stream != null) {
            stream.writabilityChanged();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event != Deadline.EXPIRED) {
            context.fireUserEventTriggered(event);
        } else if (answering) {
            var unused = context.close(); // the client does not read
        } else {
            answerAndEnd(
                    context,
                    Reply.error(HttpResponseStatus.REQUEST_TIMEOUT, "timeout", "the request took too long", null));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("admin connection lost: {}", cause.getMessage());
        } else {
            LOG.error("admin connection: internal error", cause);
        }
        var unused = context.close();
    }
}
