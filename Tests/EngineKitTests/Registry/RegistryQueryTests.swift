// SPDX-License-Identifier: Apache-2.0

import SystemPackage
import TestSupport
import Testing

@testable import EngineKit

struct RegistryQueryTests {
    @Test func `an answer is its last header block and what follows`() throws {
        let text =
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nLink: </v2/_catalog>; rel=\"next\"\r\nA:b\r\n\r\n{}\r\n\r\n"
        let answer = try #require(RegistryQuery.parse(Array(text.utf8)))
        #expect(answer.status == 200)
        #expect(answer.headers == ["link": "</v2/_catalog>; rel=\"next\"", "a": "b"])
        #expect(String(decoding: answer.body, as: UTF8.self) == "{}\r\n\r\n")
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK\r\n", "220 ftp ready\r\n\r\n", "HTTP/\r\n\r\n"])
    func `what is not HTTP is refused`(text: String) {
        #expect(RegistryQuery.parse(Array(text.utf8)) == nil)
    }

    @Test func `a secret cannot become another setting of curl`() {
        let credentials = RegistryCredentials(user: "me", password: "a\"b\\c\noutput = /etc/passwd")
        let query = RegistryQuery(host: "h", access: RegistryAccess(), credentials: credentials)
        let lines = query.settings("https://h/v2/").split(separator: "\n")
        #expect(lines.contains(#"user = "me:a\"b\\coutput = /etc/passwd""#))
        #expect(!lines.contains { $0.hasPrefix("output") || $0 == "insecure" })
    }

    @Test func `credentials of the chosen file are found, and none of another host`() throws {
        let scratch = try ScratchDirectory()
        // tester:sesame
        try scratch.write(
            "auth.json",
            #"{"auths": {"h:1": {"auth": "dGVzdGVyOnNlc2FtZQ=="}, "x": {}, "y": {"auth": "?"}}}"#
        )
        let environment = ["REGISTRY_AUTH_FILE": scratch.path.appending("auth.json").string]
        let found = RegistryCredentials.find(for: "h:1", environment: environment)
        #expect(found == RegistryCredentials(user: "tester", password: "sesame"))
        for other in ["h:2", "x", "y"] {
            #expect(RegistryCredentials.find(for: other, environment: environment) == nil)
        }
    }
}
