// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EngineKit

struct RegistryProblemTests {
    /// What skopeo 1.9 and curl 7.88 say.
    private static let messages: [(message: String, problem: RegistryProblem)] = [
        ("checking whether a blob sha256:3c exists in h:1/e/x: unauthorized: authentication required", .unauthorized),
        (
            "unable to retrieve auth token: invalid username/password: unauthorized: authentication required",
            .unauthorized
        ),
        (
            "initiating layer upload to /v2/a/blobs/uploads/ in quay.io: denied: requested access to the resource",
            .denied
        ),
        (
            #"pinging container registry h:1: Get "https://h:1/v2/": http: server gave HTTP response to HTTPS client"#,
            .notHTTPS
        ),
        (#"Get "https://h:1/v2/": x509: certificate signed by unknown authority"#, .untrusted),
        (#"Get "https://h:1/v2/": dial tcp h:1: connect: connection refused"#, .unreachable),
        (#"Get "https://h/v2/": dial tcp: lookup h on 10.0.0.1:53: no such host"#, .unreachable),
        ("reading manifest 1 in h:1/e/x: manifest unknown: manifest unknown", .unknownName),
        ("fetching tags list: invalid status code from registry 404 (Not Found)", .unknownName),
        ("reading blob sha256:3c: open store/sha256/3c: no such file or directory", .blobMissing),
        ("writing blob: write /tmp/x: no space left on device", .diskFull),
        ("uploading manifest 1 to h:1/e/x: manifest invalid: manifest invalid", .refusedManifest),
        ("toomanyrequests: slow down", .busy),
        ("curl: (7) Failed to connect to h port 1 after 0 ms: Couldn't connect to server", .unreachable),
        ("curl: (6) Could not resolve host: h", .unreachable),
        ("curl: (35) OpenSSL/3.0.19: error:0A00010B:SSL routines::wrong version number", .notHTTPS),
        ("curl: (60) SSL certificate problem: self-signed certificate", .untrusted),
        ("something else", .other),
    ]

    @Test(arguments: messages)
    func `skopeo's words tell what stands in the way`(message: String, problem: RegistryProblem) {
        #expect(RegistryProblem(message: message) == problem)
    }

    @Test func `every problem is known by its words`() {
        #expect(Set(Self.messages.map(\.problem)) == Set(RegistryProblem.allCases))
    }
}
