// K. He, X. Zhang, S. Ren, J. Sun: Deep residual learning for image recognition, 2016, table 1; shortcuts of option B:
// where a block changes the shape, a 1 × 1 convolution on the shortcut does as well.

extension Network {
  /// ResNet-18, of basic blocks.
  public static let resNet18 = resNet(18, .basic, [2, 2, 2, 2])
  /// ResNet-34, of basic blocks.
  public static let resNet34 = resNet(34, .basic, [3, 4, 6, 3])
  /// ResNet-50, of bottlenecks.
  public static let resNet50 = resNet(50, .bottleneck, [3, 4, 6, 3])
  /// ResNet-101, of bottlenecks.
  public static let resNet101 = resNet(101, .bottleneck, [3, 4, 23, 3])
  /// ResNet-152, of bottlenecks.
  public static let resNet152 = resNet(152, .bottleneck, [3, 8, 36, 3])

  // Of the basic blocks torchvision's form is the paper's.

  /// ResNet-50 in the form that torchvision publishes weights for: the stride lies in the 3 × 3.
  public static let resNet50Torchvision = resNet(50, .torchvisionBottleneck, [3, 4, 6, 3])
  /// ResNet-101 in the form that torchvision publishes weights for.
  public static let resNet101Torchvision = resNet(101, .torchvisionBottleneck, [3, 4, 23, 3])
  /// ResNet-152 in the form that torchvision publishes weights for.
  public static let resNet152Torchvision = resNet(152, .torchvisionBottleneck, [3, 8, 36, 3])

  /// What is added to the identity.
  private enum ResidualBlock {
    /// Two 3 × 3 convolutions.
    case basic
    /// 1 × 1 to a quarter of the channels, 3 × 3, and 1 × 1 back; where the maps shrink, the first has the stride.
    case bottleneck
    /// The same with the stride in the 3 × 3.
    case torchvisionBottleneck

    /// The filters and windows of its convolutions.
    func convolutions(_ channels: Int, stride: Int) -> [(filters: Int, window: Window)] {
      switch self {
      case .basic: [(channels, Window(3, stride: stride, padding: 1)), (channels, Window(3, padding: 1))]
      case .bottleneck:
        [(channels / 4, Window(1, stride: stride)), (channels / 4, Window(3, padding: 1)), (channels, Window(1))]
      case .torchvisionBottleneck:
        [(channels / 4, Window(1)), (channels / 4, Window(3, stride: stride, padding: 1)), (channels, Window(1))]
      }
    }
  }

  /// `conv3-1-b` and its convolution are `layer2.0.bn2` and `layer2.0.conv2` there, a shortcut's `layer2.0.downsample.1`
  /// and `.0`.
  static func resNetNames(_ network: Network) -> [String: String] {
    var names = ["conv1-conv": "conv1", "conv1": "bn1"]
    for stage in network.stages {
      let parts = stage.name.split(separator: "-")
      guard parts.count >= 3, let group = Int(parts[0].dropFirst(4)), let number = Int(parts[1]) else { continue }
      let block = "layer\(group - 1).\(number - 1)"
      let isConvolution = parts.count == 4
      if let place = ["a", "b", "c"].firstIndex(of: parts[2]) {
        names[stage.name] = "\(block).\(isConvolution ? "conv" : "bn")\(place + 1)"
      } else {
        names[stage.name] = "\(block).downsample.\(isConvolution ? 0 : 1)"
      }
    }
    return names
  }

  private static func resNet(_ depth: Int, _ block: ResidualBlock, _ counts: [Int]) -> Network {
    var layers =
      normalized("conv1", .convolution(filters: 64, Window(7, stride: 2, padding: 3), groups: 1))
      + [.maxPooling("pool1", 3, stride: 2, padding: 1)]
    var (last, channels) = ("pool1", 64)
    for (index, count) in counts.enumerated() {
      let widened = (block == .basic ? 64 : 256) << index
      for number in 1...count {
        let stride = index > 0 && number == 1 ? 2 : 1
        let name = "conv\(index + 2)-\(number)"
        layers += residual(name, block, on: last, channels: widened, stride: stride, isProjected: channels != widened)
        (last, channels) = (name, widened)
      }
    }
    layers += [.globalAveragePooling("pool"), .dense("fc", 1000, isRectified: false)]
    let isTorchvision = block == .torchvisionBottleneck
    return Network(
      known: "resnet\(depth)" + (isTorchvision ? "-torchvision" : ""),
      title: "ResNet-\(depth)" + (isTorchvision ? ", torchvision" : ""),
      input: Shape(height: 224, width: 224, channels: 3), layers: layers)
  }

  /// One block: y = F(x) + x, rectified; or, projected, F(x) + the shortcut's convolution of x.
  private static func residual(
    _ name: String, _ block: ResidualBlock, on input: String, channels: Int, stride: Int, isProjected: Bool
  ) -> [Layer] {
    var layers: [Layer] = []
    let convolutions = block.convolutions(channels, stride: stride)
    for (index, convolution) in convolutions.enumerated() {
      layers += normalized(
        name + ["-a", "-b", "-c"][index], .convolution(filters: convolution.filters, convolution.window, groups: 1),
        from: index == 0 ? [input] : [], isRectified: index < convolutions.count - 1)
    }
    let branch = layers[layers.count - 1].name
    var shortcut = input
    if isProjected {
      shortcut = "\(name)-shortcut"
      layers += normalized(
        shortcut, .convolution(filters: channels, Window(1, stride: stride), groups: 1), from: [input],
        isRectified: false)
    }
    return layers + [Layer(name, .addition, from: [branch, shortcut], isRectified: true)]
  }
}
