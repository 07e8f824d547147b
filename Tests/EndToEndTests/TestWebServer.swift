// SPDX-License-Identifier: Apache-2.0

import ProcessKit
import Testing

/// A web server that keeps what is put there by those who know the password, as ccache wants of one
/// (https://ccache.dev/manual/4.11.html#_http_storage_backend).
enum TestWebServer {
    static let password = "geheim"

    private static let program = """
        import base64, http.server

        wanted = "Basic " + base64.b64encode(b"team:\(password)").decode()
        kept = {}

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self, status, body=b""):
                self.send_response(status if self.headers["Authorization"] == wanted else 401)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command == "GET":
                    self.wfile.write(body)

            def do_PUT(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.headers["Authorization"] == wanted:
                    kept[self.path] = body
                self.answer(201)

            def do_GET(self):
                self.answer(200 if self.path in kept else 404, kept.get(self.path, b""))

            do_HEAD = do_GET

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        print("port", server.server_address[1], flush=True)
        server.serve_forever()
        """

    /// Runs `body` with the address of a server that keeps nothing on disk.
    static func serving<Value: Sendable>(_ body: @escaping @Sendable (String) async throws -> Value) async throws
        -> Value
    {
        try await BackgroundProgram.with(
            Command("python3", ["-c", program]),
            isReady: { $0.hasPrefix("port ") },
            { server in
                let port = try #require(server.lines.first { $0.hasPrefix("port ") }).dropFirst(5)
                return try await body("http://team:\(password)@127.0.0.1:\(port)/cache")
            }
        )
    }
}
