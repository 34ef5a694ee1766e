// A. Krizhevsky, I. Sutskever, G. Hinton: ImageNet classification with deep convolutional neural networks, 2012.
// The paper says 224 × 224; only 227 makes the first layer come out even, (227 − 11)/4 + 1 = 55.

extension Network {
  /// AlexNet as one tower, every filter seeing all channels.
  public static let alexNet = Network(
    known: "alexnet", title: "AlexNet", input: Shape(height: 227, width: 227, channels: 3), layers: alexNet(groups: 1))

  /// AlexNet as it was trained, on two graphics cards: conv2, conv4 and conv5 see the half of the channels that lies
  /// on their own card.
  public static let alexNetTwoGroups = Network(
    known: "alexnet-two-groups", title: "AlexNet, two groups", input: Shape(height: 227, width: 227, channels: 3),
    layers: alexNet(groups: 2))

  /// AlexNet in the form that torchvision publishes weights for, after A. Krizhevsky: One weird trick for parallelizing
  /// convolutional neural networks, 2014: fewer filters, no normalisation.
  public static let alexNetTorchvision = Network(
    known: "alexnet-torchvision", title: "AlexNet, torchvision", input: Shape(height: 224, width: 224, channels: 3),
    layers: [
      .convolution("conv1", 64, kernel: 11, stride: 4, padding: 2),
      .maxPooling("pool1", 3, stride: 2),
      .convolution("conv2", 192, kernel: 5, padding: 2),
      .maxPooling("pool2", 3, stride: 2),
      .convolution("conv3", 384, kernel: 3, padding: 1),
      .convolution("conv4", 256, kernel: 3, padding: 1),
      .convolution("conv5", 256, kernel: 3, padding: 1),
      .maxPooling("pool3", 3, stride: 2),
      Layer("pool4", .adaptiveAveragePooling(height: 6, width: 6)),
      .dropout("dropout6"),
      .dense("fc6", 4096),
      .dropout("dropout7"),
      .dense("fc7", 4096),
      .dense("fc8", 1000, isRectified: false),
    ])

  static func alexNetNames(_ network: Network) -> [String: String] {
    featuresAndClassifier(network, classifier: [1, 4, 6])
  }

  private static func alexNet(groups: Int) -> [Layer] {
    [
      .convolution("conv1", 96, kernel: 11, stride: 4),
      .maxPooling("pool1", 3, stride: 2),
      .normalization("norm1"),
      .convolution("conv2", 256, kernel: 5, padding: 2, groups: groups),
      .maxPooling("pool2", 3, stride: 2),
      .normalization("norm2"),
      .convolution("conv3", 384, kernel: 3, padding: 1),
      .convolution("conv4", 384, kernel: 3, padding: 1, groups: groups),
      .convolution("conv5", 256, kernel: 3, padding: 1, groups: groups),
      .maxPooling("pool3", 3, stride: 2),
      .dense("fc6", 4096),
      .dense("fc7", 4096),
      .dense("fc8", 1000, isRectified: false),
    ]
  }
}
