extension Network {
  /// What others call the layers with weights, by the names that they have here: torchvision's for the forms that it
  /// publishes weights for. Empty for a network that nobody else has a name for.
  var publishedNames: [String: String] { Network.known(name)?.publishedNames(self) ?? [:] }

  /// The names of torchvision's networks of two sequences: convolutions are counted in `features` together with the
  /// ReLUs and poolings between them, and dense layers are at given places of `classifier`.
  static func featuresAndClassifier(_ network: Network, classifier: [Int]) -> [String: String] {
    var names: [String: String] = [:]
    var place = 0
    var classifier = classifier[...]
    for stage in network.stages {
      switch stage.layer.kind {
      case .convolution:
        names[stage.name] = "features.\(place)"
        place += stage.layer.isRectified ? 2 : 1
      case .dense: names[stage.name] = classifier.popFirst().map { "classifier.\($0)" }
      default: place += 1
      }
    }
    return names
  }
}
