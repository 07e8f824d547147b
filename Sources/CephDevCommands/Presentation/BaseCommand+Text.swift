// SPDX-License-Identifier: Apache-2.0

internal import CephDev
internal import Console
internal import Flavors
internal import SystemPackage

extension BaseBuildCommand {
    func present(_ outcomes: [FlavorImageService.Outcome], as format: SharedOptions.Format) {
        switch format {
        case .text:
            for case .success(let images) in outcomes.map(\.result) {
                for image in images.images { StandardStreams.result("\(image.reference) \(image.id)") }
            }
        case .json: StandardStreams.result(JSONDocument.render(BaseDocument(outcomes)))
        }
    }
}

extension BasePushCommand {
    func present(_ entries: [FlavorPushService.Entry], as format: SharedOptions.Format) {
        switch format {
        case .text:
            for entry in entries {
                StandardStreams.result(([entry.reference] + [entry.digest].compactMap(\.self)).joined(separator: " "))
            }
        case .json: StandardStreams.result(JSONDocument.render(PublicationsDocument(images: entries)))
        }
    }
}

/// `cephdev.base/1`.
private struct BaseDocument: Encodable {
    struct Row: Encodable {
        let flavor: String
        let images: [BuiltImage]
        let log: String?
        let error: String?
    }

    let schema = "cephdev.base/1"
    let flavors: [Row]

    init(_ outcomes: [FlavorImageService.Outcome]) {
        flavors = outcomes.map { outcome in
            let name = "\(outcome.flavor)"
            switch outcome.result {
            case .success(let images):
                return Row(flavor: name, images: images.images, log: images.log.string, error: nil)
            case .failure(let error): return Row(flavor: name, images: [], log: nil, error: ErrorReport(error).message)
            }
        }
    }
}

/// `cephdev.base-push/1`.
private struct PublicationsDocument: Encodable {
    let schema = "cephdev.base-push/1"
    let images: [FlavorPushService.Entry]
}
