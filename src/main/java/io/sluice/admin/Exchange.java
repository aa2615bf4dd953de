package io.sluice.admin;

import io.netty.buffer.ByteBuf;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one connection, one after the other: the next is read when the answer to the last is written, so a client that
 * sends many and reads none holds one answer at most. Bodies are read up to their limit; those that mean nothing are not kept.
 * On the admin loop.
 */
final class Exchange extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Desk desk;
    private final Deadline deadline;
    private final Queue<HttpObject> waiting = new ArrayDeque<>();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private @Nullable Visitor visitor;
    private @Nullable Caller caller;
    private @Nullable HttpRequest head;
    private Outcome.@Nullable Stream stream;
    private long bodyBytes;
    private boolean answering;
    private boolean isProceeding;
    private boolean isEnding;

    Exchange(Desk desk, Deadline deadline) {
        this.desk = desk;
        this.deadline = deadline;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        visitor = Visitor.of(context.channel());
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
        kept.reset();
        Visitor from = visitor == null ? Visitor.of(context.channel()) : visitor;
        Admission admission = desk.admit(request, from);
        if (admission instanceof Admission.Refused refused) {
            answerAndEnd(context, refused.reply());
            return;
        }
        caller = ((Admission.Admitted) admission).caller(); // the only other kind
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
        if (head == null || caller == null) {
            return;
        }
        if (!Desk.isRead(head.method())) {
            keep(content.content());
        }
        if (content instanceof LastHttpContent) {
            answer(context, head, desk.answer(head, caller, kept.toString(StandardCharsets.UTF_8)));
        }
    }

    private void keep(ByteBuf part) {
        byte[] bytes = new byte[part.readableBytes()];
        part.getBytes(part.readerIndex(), bytes);
        kept.writeBytes(bytes);
    }

    private void answer(ChannelHandlerContext context, HttpRequest request, Outcome outcome) {
        answering = true;
        if (outcome instanceof Reply reply) {
            reply(context, request, reply);
        } else if (outcome instanceof Outcome.Later later) {
            var unused = later.reply().thenAcceptAsync(reply -> reply(context, request, reply), context.executor());
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
        if (cause instanceof IOException || cause.getCause() instanceof SSLException) {
            LOG.debug("admin connection lost: {}", cause.getMessage());
        } else {
            LOG.error("admin connection: internal error", cause);
        }
        var unused = context.close();
    }
}
