// SPDX-License-Identifier: Apache-2.0

internal import CElf
internal import SystemPackage

/// An open ELF object of libelf, with the file below it.
struct ELFHandle: ~Copyable {
    let pointer: OpaquePointer
    private let file: FileDescriptor

    /// Opens `path`; nil when it is no ELF object.
    static func open(_ path: FilePath) throws(ELFError) -> ELFHandle? {
        guard elf_version(UInt32(EV_CURRENT)) != EV_NONE else { throw failure(path) }
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
        } catch {
            throw .unreadable(path, reason: "\(error)")
        }
        guard let pointer = elf_begin(file.rawValue, ELF_C_READ_MMAP, nil) else {
            let error = failure(path)
            try? file.close()  // the first error counts
            throw error
        }
        let isObject = elf_kind(pointer) == ELF_K_ELF
        let handle = ELFHandle(pointer: pointer, file: file)
        guard isObject else { return nil }
        return handle
    }

    private init(pointer: OpaquePointer, file: FileDescriptor) {
        self.pointer = pointer
        self.file = file
    }

    deinit {
        elf_end(pointer)
        try? file.close()  // read only: nothing to lose
    }

    /// What libelf says of its last failure on this thread.
    static func failure(_ path: FilePath) -> ELFError {
        .unreadable(path, reason: elf_errmsg(-1).map { String(cString: $0) } ?? "unknown")
    }
}
