public import ConvolutionEngine

/// A network with weights that the viewer brought along, and the names of its classes.
public final class TrainedNetwork: Sendable {
  /// The network that the weights fit, without its dropouts, which do nothing once it is trained.
  public let network: Network
  /// The file's name, without its folders, short enough for a line with other words in it.
  public let fileName: String
  let weights: SafetensorsWeights
  /// A name for each class; none where the classes have numbers alone.
  private let labels: [String]

  /// The form of AlexNet that the tensors in a file are of.
  ///
  /// - Parameters:
  ///   - path: a safetensors file.
  ///   - labels: one for each class, or none.
  /// - Throws: `SafetensorsError` for a file that is none or fits no form; `SettingsError` for too few or many labels.
  public init(alexNetAt path: String, labels: [String] = []) throws {
    let file = try Safetensors(path: path)
    let forms = [Network.alexNetTorchvision, .alexNet, .alexNetTwoGroups].map(\.withoutDropouts)
    (network, weights) = try SafetensorsWeights.fitting(file, among: forms)
    fileName = FileNames.short(path)
    self.labels = labels.map { FileNames.line($0, most: 60) }
    guard labels.isEmpty || labels.count == classes else {
      throw SettingsError("there are \(labels.count) names for \(classes) classes")
    }
  }

  /// A network with the weights in a file.
  ///
  /// - Parameters:
  ///   - network: any network.
  ///   - path: a safetensors file with its weights, under PyTorch's names or those of its layers.
  ///   - labels: one for each class, or none.
  /// - Throws: `SafetensorsError` for a file that is none or does not fit; `SettingsError` for too few or many labels.
  public init(_ network: Network, at path: String, labels: [String] = []) throws {
    self.network = network
    weights = try SafetensorsWeights(Safetensors(path: path), for: network)
    fileName = FileNames.short(path)
    self.labels = labels.map { FileNames.line($0, most: 60) }
    guard labels.isEmpty || labels.count == classes else {
      throw SettingsError("there are \(labels.count) names for \(classes) classes")
    }
  }

  private var classes: Int { network.stages[network.stages.count - 1].output.count }

  /// What a class is called: "lighthouse", or else "class 437".
  func name(ofClass index: Int) -> String { labels.isEmpty ? "class \(index)" : labels[index] }
}

extension TrainedNetwork: Hashable {
  /// Whether both are one and the same: what was read from a file does not change.
  public static func == (one: TrainedNetwork, other: TrainedNetwork) -> Bool { one === other }

  /// By which one it is.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension Network {
  /// The same layers but for the dropouts of a network in which each layer takes what the one before it gives.
  fileprivate var withoutDropouts: Network {
    let layers = stages.map(\.layer).filter { if case .dropout = $0.kind { false } else { true } }
    do {
      return try Network(name: name, title: title, input: input, layers: layers)
    } catch {
      preconditionFailure("\(name) needs its dropouts: \(error)")
    }
  }
}
