/// A plain network, and the one that learns in its place: with a batch normalisation behind each of its convolutions, which
/// in the end becomes part of the convolution again.
///
/// Where a max pooling follows, the normalisation comes behind it: as long as scales are positive the largest of a window
/// stays the largest, so that it does the same on a quarter of the values.
public struct NormalizedTraining: Sendable {
  /// Convolutions with ReLUs, max poolings, and what comes behind them.
  public let plain: Network
  /// The same with normalisations, and without the biases that these make useless.
  public let trained: Network
  /// For each stage of the plain network the one of the trained, and the normalisation that belongs to it.
  private let origins: [(stage: Int, normalization: Int?)]

  /// ε of the normalisations.
  static let epsilon: Float = 1e-5

  /// The network that learns in a plain one's place.
  ///
  /// - Parameters:
  ///   - plain: a sequence of layers.
  ///   - dropout: the part of the values that is left out before the last layer; 0 for none.
  public init(_ plain: Network, dropout: Float = 0) {
    precondition(plain.isSequence, "layers follow each other")
    self.plain = plain
    var layers: [Layer] = []
    var origins: [(stage: Int, normalization: Int?)] = []
    var pending: (name: String, origin: Int)?
    func normalize() {
      guard let (name, origin) = pending else { return }
      origins[origin].normalization = layers.count
      layers.append(
        Layer("\(name)-normalization", .batchNormalization(epsilon: Self.epsilon), isRectified: true))
      pending = nil
    }
    for (index, stage) in plain.stages.enumerated() {
      let layer = stage.layer
      if case .maxPooling = layer.kind {} else { normalize() }
      if index == plain.stages.count - 1, dropout > 0 { layers.append(.dropout("dropout", rate: dropout)) }
      origins.append((layers.count, nil))
      if case .convolution = layer.kind, layer.isRectified {
        pending = (layer.name, index)
        layers.append(Layer(layer.name, layer.kind, hasBiases: false))
      } else {
        layers.append(layer)
        normalize()
      }
    }
    normalize()
    self.origins = origins
    do {
      trained = try Network(name: plain.name, title: plain.title, input: plain.input, layers: layers)
    } catch {
      preconditionFailure("what fits without normalisations fits with them: \(error)")
    }
  }

  /// The weights of the plain network that does what the trained one does with its parameters and the statistics of some
  /// pictures.
  ///
  /// - Parameters:
  ///   - examples: what to take pictures of.
  ///   - indices: which.
  ///   - batch: how many are normalised together.
  public func plainParameters(
    of parameters: NetworkParameters, statisticsOf examples: any LabelledPictures, _ indices: [Int], batch: Int,
    generator: SeededGenerator?
  ) -> NetworkParameters {
    let sums = statistics(parameters, examples, indices, batch: batch, generator)
    return NetworkParameters(of: plain, from: Folded(origins: origins, trained: trained, parameters, sums))
  }

  /// The mean statistics of each normalisation, by its stage.
  private func statistics(
    _ parameters: NetworkParameters, _ examples: any LabelledPictures, _ indices: [Int], batch: Int,
    _ generator: SeededGenerator?
  ) -> [Int: StatisticsSums] {
    let memory = BatchMemory(trained, LessonPlan(statistics: .batch(pictures: batch)))
    let stages = trained.batchParameters(parameters)
    let parts = max(1, indices.count / batch)
    let results = inParallel(parts) { part in
      let chosen = indices[indices.count * part / parts..<indices.count * (part + 1) / parts]
      return memory.withPass { pass in
        // A part that is longer than a batch has its first pictures taken.
        pass.statistics(
          of: chosen.prefix(batch).map {
            BatchExample(
              picture: examples.picture(at: $0, generator?.stream($0)), label: examples.label(at: $0), dropout: nil)
          }, stages)
      }
    }
    var sums = results[0]
    for result in results.dropFirst() {
      for (stage, statistics) in result { sums[stage]?.add(statistics.means, statistics.variances) }
    }
    return sums.mapValues { sum in
      StatisticsSums(means: sum.means.map { $0 / Float(parts) }, variances: sum.variances.map { $0 / Float(parts) })
    }
  }

  /// The plain network's weights, made of the trained one's.
  private struct Folded: WeightSource {
    let origins: [(stage: Int, normalization: Int?)]
    let trained: Network
    let parameters: NetworkParameters
    let sums: [Int: StatisticsSums]

    init(
      origins: [(stage: Int, normalization: Int?)], trained: Network, _ parameters: NetworkParameters,
      _ sums: [Int: StatisticsSums]
    ) {
      self.origins = origins
      self.trained = trained
      self.parameters = parameters
      self.sums = sums
    }

    func parameters(of stage: Stage, at index: Int) -> LayerParameters {
      let origin = origins[index]
      let own = parameters.parameters(of: trained.stages[origin.stage], at: origin.stage)
      guard let normalization = origin.normalization, let statistics = sums[normalization] else { return own }
      let scales = parameters.parameters(of: trained.stages[normalization], at: normalization)
      return own.normalized(
        by: BatchNormalization(
          scales: scales.weights, shifts: scales.biases, means: statistics.means, variances: statistics.variances,
          epsilon: NormalizedTraining.epsilon))
    }
  }
}
