extension Network {
  /// A small network for colour pictures of ten kinds of things, as CIFAR-10 has them: plain layers, and first kernels that
  /// are large enough to be looked at. `cnnviz train --images` trains it.
  public static let photos = photos(classes: 10)

  /// The same for other classes, or other pictures.
  ///
  /// - Parameters:
  ///   - classes: how many, at least two.
  ///   - side: how many rows and columns a picture has, at least 8.
  public static func photos(classes: Int, side: Int = 32) -> Network {
    Network(
      known: "photos", title: "Photos", input: Shape(height: side, width: side, channels: 3),
      layers: [
        .convolution("conv1", 32, kernel: 5, padding: 2),
        .maxPooling("pool1", 2, stride: 2),
        .convolution("conv2", 64, kernel: 3, padding: 1),
        .maxPooling("pool2", 2, stride: 2),
        .convolution("conv3", 96, kernel: 3, padding: 1),
        .convolution("conv4", 128, kernel: 3, padding: 1),
        .maxPooling("pool4", 2, stride: 2),
        .convolution("conv5", 128, kernel: 3, padding: 1),
        .globalAveragePooling("pool5"),
        .dense("fc6", classes, isRectified: false),
      ])
  }
}
