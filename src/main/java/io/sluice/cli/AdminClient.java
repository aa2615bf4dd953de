package io.sluice.cli;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.ssl.SslContext;
import java.io.FileNotFoundException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A client of the admin API: one connection per request, {@value #TIMEOUT_MILLIS} milliseconds for each request. Blocks its
 * caller; used by one thread.
 */
final class AdminClient implements AutoCloseable {

    static final int TIMEOUT_MILLIS = 5_000;

    private static final int MAX_ANSWER_BYTES = 256 * 1024 * 1024;

    private final AdminAddress address;
    private final int timeoutMillis;
    private final @Nullable String token;
    private final @Nullable SslContext tls;
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    AdminClient(AdminAddress address, int timeoutMillis) {
        this(address, timeoutMillis, null, null);
    }

    /**
     * @param token shown with every request; null for none
     * @param tls whom to trust at an address that speaks TLS, null at others
     */
    AdminClient(AdminAddress address, int timeoutMillis, @Nullable String token, @Nullable SslContext tls) {
        this.address = address;
        this.timeoutMillis = timeoutMillis;
        this.token = token;
        this.tls = tls;
    }

    Answer get(String path) {
        return send(Ask.get(path));
    }

    Answer send(Ask ask) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        var unused = bootstrap(answer, ask).connect(remote()).addListener(connected -> {
            if (!connected.isSuccess()) {
                answer.complete(new Answer.Unreachable(reason(connected.cause())));
            }
        });
        try {
            return answer.get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Answer.Unreachable("no answer within " + timeoutMillis / 1_000.0 + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Unreachable("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // it is only ever completed with an answer
        }
    }

    private Bootstrap bootstrap(CompletableFuture<Answer> answer, Ask ask) {
        boolean isUnix = address instanceof AdminAddress.UnixSocket;
        return new Bootstrap()
                .group(group)
                .channel(isUnix ? EpollDomainSocketChannel.class : EpollSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null && address instanceof AdminAddress.Secure secure) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc(), secure.name(), secure.port()));
                        }
                        channel.pipeline()
                                .addLast(new HttpClientCodec())
                                .addLast(new HttpObjectAggregator(MAX_ANSWER_BYTES))
                                .addLast(new Asking(address.host(), ask, token, answer));
                    }
                });
    }

    private SocketAddress remote() {
        if (address instanceof AdminAddress.UnixSocket unix) {
            return new DomainSocketAddress(unix.path());
        }
        if (address instanceof AdminAddress.Secure secure) {
            return InetSocketAddress.createUnresolved(secure.name(), secure.port());
        }
        AdminAddress.Tcp tcp = (AdminAddress.Tcp) address; // the only other kind
        return InetSocketAddress.createUnresolved(tcp.name(), tcp.port());
    }

    /** Netty says {@code connect(..) failed with error(-111): Connection refused: /127.0.0.1:9900}. */
    static String reason(Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return "connect timed out";
        }
        if (cause instanceof UnknownHostException) {
            return "unknown host";
        }
        if (cause instanceof FileNotFoundException) {
            return "no such file or directory"; // the socket of unix:PATH
        }
        if (cause instanceof SSLException || cause.getCause() instanceof SSLException) {
            return TlsFailure.reason(cause);
        }
        String message = String.valueOf(cause.getMessage());
        int mark = message.indexOf("): ");
        String words = (mark < 0 ? message : message.substring(mark + "): ".length())).split(":", 2)[0];
        return words.toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }
}
