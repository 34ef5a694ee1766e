extension Network {
  /// A network that is known by its name, and made when it is asked for.
  private struct Known: Sendable {
    let name: String
    let network: @Sendable () -> Network
  }

  /// All of them. A new one is a file and a line here.
  private static let known = [
    Known(name: "alexnet") { alexNet },
    Known(name: "alexnet-two-groups") { alexNetTwoGroups },
    Known(name: "alexnet-torchvision") { alexNetTorchvision },
    Known(name: "vgg16") { vgg16 },
    Known(name: "vgg19") { vgg19 },
    Known(name: "googlenet") { googLeNet },
    Known(name: "googlenet-heads") { googLeNetWithHeads },
    Known(name: "googlenet-torchvision") { googLeNetTorchvision },
    Known(name: "resnet18") { resNet18 },
    Known(name: "resnet34") { resNet34 },
    Known(name: "resnet50") { resNet50 },
    Known(name: "resnet101") { resNet101 },
    Known(name: "resnet152") { resNet152 },
    Known(name: "resnet50-torchvision") { resNet50Torchvision },
    Known(name: "resnet101-torchvision") { resNet101Torchvision },
    Known(name: "resnet152-torchvision") { resNet152Torchvision },
    Known(name: "lenet5") { leNet5 },
    Known(name: "digits") { digits },
  ]

  /// The names of all networks that are known by one.
  public static var names: [String] { known.map(\.name) }

  /// All networks that are known by name.
  public static var all: [Network] { known.map { $0.network() } }

  /// The network of a name; `nil` when there is none (`names` lists them).
  public static func named(_ name: String) -> Network? {
    known.first { $0.name == name }?.network()
  }
}
