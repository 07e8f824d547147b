// SPDX-License-Identifier: Apache-2.0

internal import CGit2

/// Lends `strings` to libgit2 for the time of a call.
func withStringArray<Result>(_ strings: [String], _ body: (inout git_strarray) -> Result) -> Result {
    var starts: [Int] = []
    var characters: [CChar] = []
    for string in strings {
        starts.append(characters.count)
        characters += string.utf8CString
    }
    return characters.withUnsafeMutableBufferPointer { buffer in
        var pointers = starts.map { start in buffer.baseAddress.map { $0 + start } }
        return pointers.withUnsafeMutableBufferPointer { pointers in
            var array = git_strarray(strings: pointers.baseAddress, count: pointers.count)
            return body(&array)
        }
    }
}
