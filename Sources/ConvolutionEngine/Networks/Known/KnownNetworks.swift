extension Network {
  /// A network that is known by its name, and made when it is asked for.
  struct Known: Sendable {
    let name: String
    let network: @Sendable () -> Network
    /// What others call its layers.
    let publishedNames: @Sendable (Network) -> [String: String]

    init(
      name: String, publishedNames: @escaping @Sendable (Network) -> [String: String] = { _ in [:] },
      _ network: @escaping @Sendable () -> Network
    ) {
      self.name = name
      self.publishedNames = publishedNames
      self.network = network
    }
  }

  /// All of them. A new one is a file and a line here.
  private static let known = [
    Known(name: "alexnet") { alexNet },
    Known(name: "alexnet-two-groups") { alexNetTwoGroups },
    Known(name: "alexnet-torchvision", publishedNames: alexNetNames) { alexNetTorchvision },
    Known(name: "vgg16", publishedNames: vggNames) { vgg16 },
    Known(name: "vgg19", publishedNames: vggNames) { vgg19 },
    Known(name: "googlenet") { googLeNet },
    Known(name: "googlenet-heads") { googLeNetWithHeads },
    Known(name: "googlenet-torchvision", publishedNames: googLeNetNames) { googLeNetTorchvision },
    Known(name: "resnet18", publishedNames: resNetNames) { resNet18 },
    Known(name: "resnet34", publishedNames: resNetNames) { resNet34 },
    Known(name: "resnet50", publishedNames: resNetNames) { resNet50 },
    Known(name: "resnet101", publishedNames: resNetNames) { resNet101 },
    Known(name: "resnet152", publishedNames: resNetNames) { resNet152 },
    Known(name: "resnet50-torchvision", publishedNames: resNetNames) { resNet50Torchvision },
    Known(name: "resnet101-torchvision", publishedNames: resNetNames) { resNet101Torchvision },
    Known(name: "resnet152-torchvision", publishedNames: resNetNames) { resNet152Torchvision },
    Known(name: "lenet5", publishedNames: leNetNames) { leNet5 },
    Known(name: "digits") { digits },
    Known(name: "photos") { photos },
  ]

  /// What is known about the network of a name.
  static func known(_ name: String) -> Known? { known.first { $0.name == name } }

  /// The names of all networks that are known by one.
  public static var names: [String] { known.map(\.name) }

  /// All networks that are known by name.
  public static var all: [Network] { known.map { $0.network() } }

  /// The network of a name; `nil` when there is none (`names` lists them).
  public static func named(_ name: String) -> Network? {
    known(name)?.network()
  }
}
