package io.sluice.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.control.BackendAnswer;
import io.sluice.control.BackendSetting;
import io.sluice.control.Inventory;
import io.sluice.pool.Member;
import io.sluice.pool.Pool;
import org.jspecify.annotations.Nullable;

/** What every call about a backend answers. Thread-safe. */
record BackendReplies(Inventory inventory) {

    /** What came of a command about the backend that the request names. */
    Reply of(BackendAnswer answer, Request request) {
        if (answer instanceof BackendAnswer.Changed changed) {
            return document(pool(request.parameter("pool")), changed.after());
        }
        if (answer instanceof BackendAnswer.Differs differs) {
            return Reply.error(
                            HttpResponseStatus.PRECONDITION_FAILED,
                            "changed_meanwhile",
                            "the backend is not what If-Match says; read it again",
                            request.path())
                    .with("etag", EntityTag.of(BackendSetting.of(differs.now())));
        }
        if (answer instanceof BackendAnswer.Conflict conflict) {
            return Reply.error(HttpResponseStatus.CONFLICT, "conflict", conflict.words(), request.path());
        }
        String message = answer instanceof BackendAnswer.NoPool ? "no pool of this name" : "no backend of this name";
        return Reply.error(HttpResponseStatus.NOT_FOUND, "not_found", message, request.path());
    }

    /** @param pool null when it has gone meanwhile */
    Reply document(@Nullable Pool pool, Member member) {
        Standing standing = pool == null ? null : Standing.of(pool, member);
        String name = member.backend().pool();
        return Reply.json(PoolView.backend(member, standing, inventory.health(name), inventory.runtimeChanges()))
                .with("etag", EntityTag.of(BackendSetting.of(member)));
    }

    @Nullable
    Pool pool(String name) {
        for (Pool pool : inventory.pools()) {
            if (pool.name().equals(name)) {
                return pool;
            }
        }
        return null;
    }
}
