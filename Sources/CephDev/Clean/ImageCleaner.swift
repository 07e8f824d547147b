// SPDX-License-Identifier: Apache-2.0

internal import EngineKit
internal import ImageAssembly
internal import Reporting

/// Takes names of images away in an engine: those of candidates that killed runs left, and, when asked to, of images that
/// cephdev made.
struct ImageCleaner: Sendable {
    let engine: ContainerEngine
    let reporter: Reporter

    func clean(named names: [String], all: Bool, isDryRun: Bool) async throws -> [Removal] {
        var found = try await Candidates.leftovers(in: engine).map { Removal(image: $0, byteCount: 0) }
        for name in names { found += try await removals(of: name) }
        if all {
            for image in try await engine.images(labelled: ImageLabels.mark) where try await isOurs(image) {
                found += try await removals(of: image, names: image.names.filter { !Candidates.holds($0) })
            }
        }
        return isDryRun ? found : try await perform(found)
    }

    /// An image of cephdev's under a name that the user gives.
    private func removals(of name: String) async throws -> [Removal] {
        guard let image = try await engine.inspect(name) else {
            throw EngineError.unknownImage(name, engine: engine.name)
        }
        guard try await isOurs(image) else { throw CleanFailure.notOurs(name) }
        return try await removals(of: image, names: [name])
    }

    private func removals(of image: ImageInspection, names: [String]) async throws -> [Removal] {
        let byteCount = try await engine.layerSizes(of: image.id).filter(\.isOurs).reduce(0) { $0 + $1.byteCount }
        // Of several names only the last takes the image along.
        return names.enumerated().map { Removal(image: $1, byteCount: $0 == names.count - 1 ? byteCount : 0) }
    }

    /// Whether cephdev wrote the uppermost layer: labels alone pass on to whatever is made from an image.
    private func isOurs(_ image: ImageInspection) async throws -> Bool {
        guard image.labels[ImageLabels.mark] != nil else { return false }
        return try await engine.layerSizes(of: image.id).first?.isOurs ?? false
    }

    /// Takes the names away; what cannot be removed stays, with a warning.
    func perform(_ removals: [Removal]) async throws -> [Removal] {
        var done: [Removal] = []
        for removal in removals {
            do {
                try await engine.remove(removal.subject)
                done.append(removal)
            } catch let error as EngineError {
                // A container of it runs, or another image was made from it.
                reporter.report(.warning("\(error)"))
            }
        }
        return done
    }
}
