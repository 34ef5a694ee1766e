import Synchronization

/// The weights of a network from a safetensors file, read stage by stage when they are asked for.
///
/// Tensors are found by the names that PyTorch and torchvision give them (`features.0.weight`,
/// `layer1.0.bn1.running_var`), or else by those of the network's own layers (`conv1.weight`).
public struct SafetensorsWeights: WeightSource {
  /// The file.
  public let file: Safetensors
  /// The tensors of the file that the network has no use for, as counters that served in training.
  public let unused: [Safetensors.Entry]

  /// Of each stage with parameters, by its index, the tensors that hold them.
  private let tensors: [Int: [Tensor]]
  private let firstFailure = FirstFailure()

  private struct Tensor: Sendable {
    let parameter: ParameterTensor
    let entry: Safetensors.Entry
  }

  /// Finds the weights of a network in a file.
  ///
  /// - Throws: `SafetensorsError` with the tensor that is missing, or has another shape than the network asks for.
  public init(_ file: Safetensors, for network: Network) throws(SafetensorsError) {
    switch Self.find(network, in: file) {
    case .success(let tensors):
      self.file = file
      self.tensors = tensors
      let used = Set(tensors.values.flatMap { $0.map { ExactName($0.entry.name) } })
      unused = file.entries.filter { !used.contains(ExactName($0.name)) }
    case .failure(let misfit):
      throw SafetensorsError(file.name, "does not hold the weights of \(network.name): \(misfit.detail)")
    }
  }

  /// The first of several networks that the file has weights for.
  ///
  /// - Throws: `SafetensorsError` with what is missing for the network that the file comes nearest to, the first if none
  ///   is near.
  public static func fitting(
    _ file: Safetensors, among networks: [Network]
  ) throws(SafetensorsError) -> (network: Network, weights: SafetensorsWeights) {
    precondition(!networks.isEmpty, "a file fits on one of several networks, not of none")
    var nearest: (network: Network, misfit: Misfit)?
    for network in networks {
      switch find(network, in: file) {
      case .success: return (network, try SafetensorsWeights(file, for: network))
      case .failure(let misfit):
        if misfit.found > nearest?.misfit.found ?? -1 { nearest = (network, misfit) }
      }
    }
    let names = networks.map(\.name).joined(separator: ", ")
    let detail = nearest.map { "; of \($0.network.name) \($0.misfit.detail)" } ?? ""
    throw SafetensorsError(file.name, "fits none of \(names)\(detail)")
  }

  // MARK: Finding

  /// Why a file does not fit, and how many tensors did.
  private struct Misfit: Error {
    let found: Int
    /// "the tensor “conv1.weight” of 16 × 1 × 5 × 5 is missing".
    let detail: String
  }

  private static func find(_ network: Network, in file: Safetensors) -> Result<[Int: [Tensor]], Misfit> {
    let names = network.publishedNames
    let published = find(network, in: file) { names[$0] ?? $0 }
    guard case .failure(let misfit) = published, !names.isEmpty else { return published }
    let own = find(network, in: file) { $0 }
    guard case .failure(let ownMisfit) = own else { return own }
    return ownMisfit.found > misfit.found ? own : published
  }

  /// The tensors of all stages, by a prefix for each layer's name.
  private static func find(
    _ network: Network, in file: Safetensors, prefix: (String) -> String
  ) -> Result<[Int: [Tensor]], Misfit> {
    var tensors: [Int: [Tensor]] = [:]
    var found = 0
    var firstReason: String?
    for (index, stage) in network.stages.enumerated() {
      for parameter in ParameterTensor.all(of: stage) {
        let name = "\(prefix(stage.name)).\(parameter.part.rawValue)"
        let wanted = SafetensorsError.shown(parameter.shape)
        if let entry = file[name], entry.shape == parameter.shape, entry.type.isReadable {
          tensors[index, default: []].append(Tensor(parameter: parameter, entry: entry))
          found += 1
        } else if firstReason == nil {
          firstReason = reason(file[name], name, wanted)
        }
      }
    }
    if let firstReason { return .failure(Misfit(found: found, detail: firstReason)) }
    return .success(tensors)
  }

  private static func reason(_ entry: Safetensors.Entry?, _ name: String, _ wanted: String) -> String {
    guard let entry else { return "the tensor “\(name)” of \(wanted) is missing" }
    guard entry.type.isReadable else {
      return "the tensor “\(name)” is stored as \(SafetensorsError.shown(entry.type.name)), \(Safetensors.readable)"
    }
    return "the tensor “\(name)” is \(SafetensorsError.shown(entry.shape)), where \(wanted) is expected"
  }

  // MARK: Reading

  /// The weights of a stage of the network that this was made for.
  ///
  /// What cannot be read, because the file was changed since, is 0, and `failure` says so.
  public func parameters(of stage: Stage, at index: Int) -> LayerParameters {
    var values: [ParameterTensor.Part: [Float]] = [:]
    for tensor in tensors[index] ?? [] {
      do throws(SafetensorsError) {
        values[tensor.parameter.part] = tensor.parameter.channelsLast(try file.values(of: tensor.entry))
      } catch {
        firstFailure.keep(error)
        values[tensor.parameter.part] = [Float](repeating: 0, count: tensor.entry.count)
      }
    }
    return LayerParameters(
      weights: values[.weights] ?? [], biases: values[.biases] ?? [], means: values[.means] ?? [],
      variances: values[.variances] ?? [])
  }

  /// Why weights could not be read when they were asked for; `nil` as long as all could.
  public var failure: SafetensorsError? { firstFailure.error }

  private final class FirstFailure: Sendable {
    private let kept = Mutex<SafetensorsError?>(nil)
    var error: SafetensorsError? { kept.withLock { $0 } }
    func keep(_ error: SafetensorsError) { kept.withLock { $0 = $0 ?? error } }
  }
}

extension Network {
  /// All parameters of the network as PyTorch would store them, under the published names where there are some.
  public func namedTensors(of weights: any WeightSource) -> [Safetensors.NamedTensor] {
    let names = publishedNames
    return stages.enumerated().flatMap { index, stage -> [Safetensors.NamedTensor] in
      let tensors = ParameterTensor.all(of: stage)
      guard !tensors.isEmpty else { return [] }
      let parameters = weights.parameters(of: stage, at: index)
      return tensors.map { tensor in
        Safetensors.NamedTensor(
          "\(names[stage.name] ?? stage.name).\(tensor.part.rawValue)", shape: tensor.shape,
          values: tensor.channelsFirst(parameters.values(of: tensor)))
      }
    }
  }
}

extension LayerParameters {
  /// One part of them; a batch normalisation's statistics are written out.
  fileprivate func values(of tensor: ParameterTensor) -> [Float] {
    func standard(_ values: [Float], _ value: Float) -> [Float] {
      values.isEmpty ? [Float](repeating: value, count: tensor.shape[0]) : values
    }
    return switch tensor.part {
    case .weights: weights
    case .biases: biases
    case .means: standard(means, 0)
    case .variances: standard(variances, 1)
    }
  }
}
