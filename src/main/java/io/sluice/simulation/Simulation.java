package io.sluice.simulation;

import io.sluice.balance.Scheduler;
import io.sluice.balance.SplitMix64;
import io.sluice.model.Flow;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A discrete-event run of one scheduler under one scenario, on a virtual clock that jumps from event to event. Equal scenarios give equal
 * reports, on every machine. What is modelled: sessions come, hold their backend for the time of a connect and their own length, and end;
 * each teaches how long its
 * connect and its first byte took; backends fail, recover, come, go and change their weights. What is not: several worker loops, failed connects, a backend that becomes
 * slower under load. O(sessions x (pick + log open sessions)); memory is one entry for each open session and each client.
 */
public final class Simulation {

    private final Scenario scenario;
    private final SyntheticPool pool;
    private final Homes homes;
    private final RandomGenerator times;
    private final RandomGenerator clients;
    private final RandomGenerator answers;
    private final PriorityQueue<Event> events = new PriorityQueue<>(Comparator.comparingLong(Event::at)
            .thenComparingLong(Event::session)
            .thenComparing(Event::what));
    private final @Nullable Flow[] flows;
    private int nextChange;
    private int refused;

    private Simulation(Scheduler scheduler, Scenario scenario) {
        this.scenario = scenario;
        RandomGenerator seeds = new SplitMix64(scenario.seed());
        this.times = new SplitMix64(seeds.nextLong());
        this.clients = new SplitMix64(seeds.nextLong());
        this.pool = new SyntheticPool(
                scheduler, scenario.backends(), new SplitMix64(seeds.nextLong()), new SplitMix64(seeds.nextLong()));
        this.answers = new SplitMix64(seeds.nextLong());
        int population = scenario.load().clients().count();
        this.homes = new Homes(population);
        this.flows = new Flow[population];
    }

    /**
     * Runs to the last arrival.
     *
     * @throws IllegalArgumentException when two backends have one name, or a change names a backend that is not there
     * @throws IllegalStateException when the scheduler picks a backend that cannot take a session
     */
    public static Report run(Scheduler scheduler, Scenario scenario) {
        return new Simulation(scheduler, scenario).run();
    }

    private Report run() {
        Load load = scenario.load();
        long now = 0;
        for (int session = 0; session < load.sessions(); session++) {
            now += load.gaps().nanos(times.nextDouble());
            advance(now);
            arrive(now, session);
        }
        return new Report(pool.reports(now), Duration.ofNanos(now), refused, pool.lead(), homes.moves());
    }

    /** Lets happen what is due, in the order of its times; of one moment, what ends goes first. */
    private void advance(long now) {
        while (nextChange < scenario.changes().size()
                && scenario.changes().get(nextChange).at().toNanos() <= now) {
            Change change = scenario.changes().get(nextChange++);
            pass(change.at().toNanos());
            homes.happened(change, pool.weight(change.backend()));
            pool.apply(change);
        }
        pass(now);
    }

    private void pass(long now) {
        for (Event next = events.peek(); next != null && next.at <= now; next = events.peek()) {
            events.remove();
            pool.at(next.at);
            happen(next);
        }
        pool.at(now);
    }

    private void happen(Event event) {
        switch (event.what) {
            case CONNECTED -> event.backend.connected(event.life, event.nanos);
            case ANSWERED -> event.backend.answered(event.life, event.nanos);
            case ENDED -> {
                if (event.backend.close(event.at, event.life)) {
                    pool.closed();
                }
            }
        }
    }

    private void arrive(long now, int session) {
        int client = scenario.load().clients().at(clients.nextDouble());
        // Drawn for every session, whoever takes it: the next session has the same numbers under every scheduler.
        double length = times.nextDouble();
        double connect = times.nextDouble();
        double answer = answers.nextDouble();
        Slot picked = pool.pick(flow(client));
        if (picked == null) {
            refused++;
            return;
        }
        homes.meet(client, picked);
        int life = picked.open(now);
        long reached = picked.backend().connect().nanos(connect);
        long replied = picked.backend().answer().nanos(answer);
        long lasting = scenario.load().lengths().nanos(length);
        long connected = now + reached;
        events.add(new Event(connected, session, picked, life, What.CONNECTED, reached));
        if (replied <= lasting) {
            events.add(new Event(connected + replied, session, picked, life, What.ANSWERED, replied));
        }
        events.add(new Event(connected + lasting, session, picked, life, What.ENDED, lasting));
    }

    private Flow flow(int client) {
        Flow known = flows[client];
        if (known != null) {
            return known;
        }
        Flow flow = scenario.load().clients().flow(client);
        flows[client] = flow;
        return flow;
    }

    /** In the order in which they happen to one session. */
    private enum What {
        CONNECTED,
        ANSWERED,
        ENDED
    }

    /** Something that happens to a session, and how long it took. */
    private record Event(long at, long session, Slot backend, int life, What what, long nanos) {}
}
