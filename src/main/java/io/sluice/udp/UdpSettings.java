package io.sluice.udp;

import io.sluice.guard.Entrance;
import io.sluice.pool.Pool;
import io.sluice.stats.ListenerStats;
import io.sluice.stats.SessionLog;

/**
 * What one UDP listener does with its clients.
 *
 * @param listener its name
 * @param idleNanos a session without a datagram either way for so long ends
 * @param responses datagrams that the backend sends for each of the client's, after which a session is over; 0 = not known
 * @param requests datagrams of a client that one session takes, after which the next begins another; 0 = no limit
 */
public record UdpSettings(
        String listener,
        Pool pool,
        Entrance entrance,
        ListenerStats stats,
        SessionLog log,
        long idleNanos,
        int responses,
        int requests) {

    /** The rule of nginx's stream proxy: a session is over with so many answers to each datagram taken, once no more are taken. */
    boolean isOver(long taken, long answered) {
        boolean takesNoMore = requests == 0 || taken >= requests;
        return responses > 0 && takesNoMore && answered >= responses * taken;
    }
}
