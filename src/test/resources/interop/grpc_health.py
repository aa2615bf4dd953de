"""A gRPC server with the health service: PORT in clear text, SECURED over TLS with the files CERTIFICATE and KEY."""
import sys
from concurrent import futures

import grpc

SERVING, NOT_SERVING = b"\x08\x01", b"\x08\x02"  # HealthCheckResponse
STATUS = {b"": SERVING, b"web": SERVING, b"resting": NOT_SERVING}


def check(request, context):
    service = request[2:]  # behind the tag and the length of the only field
    if service not in STATUS:
        context.abort(grpc.StatusCode.NOT_FOUND, "no such service")
    return STATUS[service]


def main(port, secured, certificate, key):
    methods = {"Check": grpc.unary_unary_rpc_method_handler(check)}
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("grpc.health.v1.Health", methods),))
    with open(certificate, "rb") as chain, open(key, "rb") as private:
        credentials = grpc.ssl_server_credentials([(private.read(), chain.read())])
    server.add_insecure_port("127.0.0.1:" + port)
    server.add_secure_port("127.0.0.1:" + secured, credentials)
    server.start()
    server.wait_for_termination()


main(*sys.argv[1:])
