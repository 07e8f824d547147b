// SPDX-License-Identifier: Apache-2.0

internal import CGit2

/// One libgit2 object, freed with this value.
struct Handle: ~Copyable {
    let pointer: OpaquePointer
    private let free: (OpaquePointer?) -> Void

    /// Takes what `make` puts into its argument.
    init(
        _ free: @escaping (OpaquePointer?) -> Void,
        _ operation: String,
        _ subject: @autoclosure () -> String,
        _ make: (inout OpaquePointer?) -> Int32
    ) throws(GitError) {
        var made: OpaquePointer?
        let code = make(&made)
        try check(code, operation, subject())
        guard let made else {
            throw .libgit2(operation: operation, subject: subject(), code: code, message: "nothing was returned")
        }
        pointer = made
        self.free = free
    }

    deinit { free(pointer) }

    /// As `init`, but nothing when what is asked for does not exist or cannot be a name at all.
    static func found(
        _ free: @escaping (OpaquePointer?) -> Void,
        _ operation: String,
        _ subject: @autoclosure () -> String,
        _ make: (inout OpaquePointer?) -> Int32
    ) throws(GitError) -> Handle? {
        do {
            return try Handle(free, operation, subject(), make)
        } catch .libgit2(_, _, let code, _) where code == GIT_ENOTFOUND.rawValue || code == GIT_EINVALIDSPEC.rawValue {
            return nil
        }
    }
}
