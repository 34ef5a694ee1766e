import ConvolutionEngine

/// A network of the comparison: what it costs by our own count, and how well it does by what was published.
struct ComparedNetwork: Sendable {
  /// What a network is made of.
  enum Family: CaseIterable, Hashable, Sendable {
    case alexNet, vgg, inception, residual
  }

  let network: Network
  let name: String
  let family: Family
  let year: Int
  /// How many of ImageNet's validation pictures it names at first try, in percent.
  let accuracy: Double
  /// How many layers with weights there are on the longest way through it.
  let depth: Int

  var parameters: Int { network.parameters }
  var multiplyAdds: Int { network.multiplyAdds }

  init(_ network: Network, _ name: String, _ family: Family, _ year: Int, _ accuracy: Double) {
    self.network = network
    self.name = name
    self.family = family
    self.year = year
    self.accuracy = accuracy
    depth = network.depth
  }

  /// Where the accuracies come from.
  static let source = "accuracy: torchvision's weights (IMAGENET1K_V1), one crop"

  /// The network as its paper has it, where torchvision's form of it is another: filters, kernels or strides differ.
  var paper: Network? {
    let forms: [(Network, Network)] = [
      (.alexNetTorchvision, .alexNet), (.googLeNetTorchvision, .googLeNet), (.resNet50Torchvision, .resNet50),
      (.resNet101Torchvision, .resNet101), (.resNet152Torchvision, .resNet152),
    ]
    return forms.first { $0.0 == network }?.1
  }

  /// All of them. The accuracies are those that torchvision publishes with its weights for one crop of 224 × 224, so the
  /// networks are counted in torchvision's forms.
  static let all = [
    ComparedNetwork(.alexNetTorchvision, "AlexNet", .alexNet, 2012, 56.5),
    ComparedNetwork(.vgg16, "VGG-16", .vgg, 2014, 71.6),
    ComparedNetwork(.vgg19, "VGG-19", .vgg, 2014, 72.4),
    ComparedNetwork(.googLeNetTorchvision, "GoogLeNet", .inception, 2014, 69.8),
    ComparedNetwork(.resNet18, "ResNet-18", .residual, 2015, 69.8),
    ComparedNetwork(.resNet34, "ResNet-34", .residual, 2015, 73.3),
    ComparedNetwork(.resNet50Torchvision, "ResNet-50", .residual, 2015, 76.1),
    ComparedNetwork(.resNet101Torchvision, "ResNet-101", .residual, 2015, 77.4),
    ComparedNetwork(.resNet152Torchvision, "ResNet-152", .residual, 2015, 78.3),
  ]

  /// The same ResNet-50, trained again with a newer recipe: torchvision's weights IMAGENET1K_V2.
  static let retrained = ComparedNetwork(.resNet50Torchvision, "ResNet-50, retrained", .residual, 2021, 80.9)

  /// An entry of the ImageNet contest: the share of test pictures whose class is not among five guesses, in percent, as
  /// its paper gives it for several networks together.
  struct Entry: Sendable {
    let year: Int
    let name: String
    let network: Network
    let topFiveError: Double
    let decimals: Int
  }

  /// The entries from 2012 to 2015 that the lecture tells of.
  static let entries = [
    Entry(year: 2012, name: "AlexNet", network: .alexNet, topFiveError: 16.4, decimals: 1),
    Entry(year: 2014, name: "VGG", network: .vgg19, topFiveError: 7.3, decimals: 1),
    Entry(year: 2014, name: "GoogLeNet", network: .googLeNet, topFiveError: 6.7, decimals: 1),
    Entry(year: 2015, name: "ResNet-152", network: .resNet152, topFiveError: 3.57, decimals: 2),
  ]
}
