"""A web server on 127.0.0.1 whose every answer the test chooses."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ROWS = b"id,name\n" + b"1,x\n" * 50_000


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.seen.append((self.path, dict(self.headers)))
        route = self.server.routes.get(self.path.partition("?")[0])
        if route is None:
            self.give(404, b"no")
        else:
            route(self)

    def give(self, status=200, content=b"", *, length=True, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if length:
            self.send_header("Content-Length", str(len(content)))
        else:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # a client that hangs up is what some tests are about


def routes(server, **by_name):
    server.routes.update({f"/{name}": route for name, route in by_name.items()})


def in_turn(*answers):
    """Answer with one after the other; the last one stays."""
    left = list(answers)

    def route(handler):
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return route
