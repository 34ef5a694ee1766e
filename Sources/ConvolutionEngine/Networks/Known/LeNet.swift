extension Network {
  /// LeNet-5: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: Gradient-based learning applied to document recognition, 1998,
  /// as it is written today: ReLUs, poolings without weights, every filter of conv2 on all six maps (in the paper each
  /// sees some of them), and a dense layer at the end.
  public static let leNet5 = Network(
    known: "lenet5", title: "LeNet-5", input: Shape(height: 32, width: 32),
    layers: [
      .convolution("conv1", 6, kernel: 5),
      Layer("pool1", .averagePooling(Window(2, stride: 2))),
      .convolution("conv2", 16, kernel: 5),
      Layer("pool2", .averagePooling(Window(2, stride: 2))),
      .dense("fc3", 120),
      .dense("fc4", 84),
      .dense("fc5", 10, isRectified: false),
    ])

  /// PyTorch's own examples count the dense layers by themselves.
  static func leNetNames(_ network: Network) -> [String: String] {
    ["fc3": "fc1", "fc4": "fc2", "fc5": "fc3"]
  }

  /// A small network for digits of 28 × 28, whose first kernels are large enough to be looked at.
  public static let digits = Network(
    known: "digits", title: "Digits", input: Shape(height: 28, width: 28),
    layers: [
      .convolution("conv1", 16, kernel: 5, padding: 2),
      .maxPooling("pool1", 2, stride: 2),
      .convolution("conv2", 32, kernel: 3, padding: 1),
      .maxPooling("pool2", 2, stride: 2),
      .convolution("conv3", 64, kernel: 3, padding: 1),
      .maxPooling("pool3", 2, stride: 2),
      .dense("fc4", 10, isRectified: false),
    ])
}
