package io.sluice.tcp;

import io.sluice.net.Worker;

/** The relay that copies, under the contract of all relays. */
class CopyRelayTest extends RelayContract {

    @Override
    Relay relay(Worker worker) {
        return new CopyRelay(worker);
    }
}
