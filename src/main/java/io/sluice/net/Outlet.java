package io.sluice.net;

import io.netty.channel.epoll.DatagramBatch;
import io.netty.channel.epoll.LinuxSocket;

/** Where replies leave: who they are for, through which socket, and who is told what became of each. On one worker. */
public interface Outlet {

    /** The socket they leave through. Open for as long as replies for it are waiting. */
    LinuxSocket replySocket();

    /** Writes the recipient into the slot. */
    void address(DatagramBatch batch, int slot);

    /** One reply of so many bytes left. */
    void replySent(int bytes);

    /** One reply could not leave: an error number, or {@link Errno#EAGAIN} when the socket has no room. */
    void replyLost(int errno);
}
