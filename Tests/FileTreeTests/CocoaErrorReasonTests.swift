// SPDX-License-Identifier: Apache-2.0

import FileTree
import Foundation
import Testing

struct CocoaErrorReasonTests {
    @Test(arguments: [
        ("/dev/full", "No space left on device"),
        ("/dev/null/file", "Not a directory"),
        ("/nowhere/file", "No such file or directory"),
    ])
    func `a file that cannot be written is told in the system's words`(path: String, reason: String) throws {
        let error = try #require(throws: CocoaError.self) {
            try Data("text".utf8).write(to: URL(filePath: path))
        }
        #expect(error.reason == reason)
    }
}
