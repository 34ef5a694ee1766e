// K. Simonyan, A. Zisserman: Very deep convolutional networks for large-scale image recognition, 2015, table 1.
// torchvision's forms have the same weights, and differ in nothing on pictures of 224 × 224.

extension Network {
  /// VGG-16, column D of the table.
  public static let vgg16 = Network(
    known: "vgg16", title: "VGG-16", input: Shape(height: 224, width: 224, channels: 3),
    layers: vgg(convolutions: [2, 2, 3, 3, 3]))

  /// VGG-19, column E of the table.
  public static let vgg19 = Network(
    known: "vgg19", title: "VGG-19", input: Shape(height: 224, width: 224, channels: 3),
    layers: vgg(convolutions: [2, 2, 4, 4, 4]))

  static func vggNames(_ network: Network) -> [String: String] {
    featuresAndClassifier(network, classifier: [0, 3, 6])
  }

  /// Five blocks of 3 × 3 convolutions, each ending in a pooling, and three dense layers.
  private static func vgg(convolutions: [Int]) -> [Layer] {
    var layers: [Layer] = []
    for (index, (count, filters)) in zip(convolutions, [64, 128, 256, 512, 512]).enumerated() {
      for number in 1...count {
        layers.append(.convolution("conv\(index + 1)-\(number)", filters, kernel: 3, padding: 1))
      }
      layers.append(.maxPooling("pool\(index + 1)", 2, stride: 2))
    }
    return layers + [.dense("fc6", 4096), .dense("fc7", 4096), .dense("fc8", 1000, isRectified: false)]
  }
}
