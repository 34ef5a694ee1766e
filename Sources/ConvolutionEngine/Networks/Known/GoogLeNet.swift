// C. Szegedy and others: Going deeper with convolutions, 2015, table 1.

extension Network {
  /// GoogLeNet as in the paper, without the auxiliary heads, which serve in training only.
  public static let googLeNet = Network(
    known: "googlenet", title: "GoogLeNet", input: Shape(height: 224, width: 224, channels: 3),
    layers: googLeNetLayers(heads: false))

  /// GoogLeNet with the two auxiliary heads, which put gradients into its middle while it is trained.
  public static let googLeNetWithHeads = Network(
    known: "googlenet-heads", title: "GoogLeNet with its auxiliary heads",
    input: Shape(height: 224, width: 224, channels: 3), layers: googLeNetLayers(heads: true))

  /// GoogLeNet in the form that torchvision publishes weights for, without its auxiliary heads: batch normalisation
  /// behind every convolution, no local response normalisation, and 3 × 3 in place of the 5 × 5 branches.
  public static let googLeNetTorchvision = Network(
    known: "googlenet-torchvision", title: "GoogLeNet, torchvision",
    input: Shape(height: 224, width: 224, channels: 3), layers: googLeNetTorchvisionLayers)

  private static func googLeNetLayers(heads: Bool) -> [Layer] {
    var layers: [Layer] = [
      .convolution("conv1", 64, kernel: 7, stride: 2, padding: 3),
      .maxPooling("pool1", 3, stride: 2, rounding: .up),
      .normalization("norm1"),
      .convolution("conv2-reduce", 64, kernel: 1),
      .convolution("conv2", 192, kernel: 3, padding: 1),
      .normalization("norm2"),
      .maxPooling("pool2", 3, stride: 2, rounding: .up),
    ]
    var last = "pool2"
    for (index, modules) in InceptionModule.ofGoogLeNet.enumerated() {
      for module in modules {
        layers += module.layers(on: last) { name, filters, kernel, input in
          [.convolution(name, filters, kernel: kernel, padding: .same(kernel: kernel), from: [input])]
        }
        last = module.name
        if heads && (last == "4a" || last == "4d") { layers += auxiliaryHead(on: last) }
      }
      if index < InceptionModule.ofGoogLeNet.count - 1 {
        layers.append(.maxPooling("pool\(index + 3)", 3, stride: 2, rounding: .up, from: [last]))
        last = "pool\(index + 3)"
      }
    }
    return layers + [
      .globalAveragePooling("pool5"), .dropout("dropout", rate: 0.4), .dense("fc", 1000, isRectified: false),
    ]
  }

  private static func auxiliaryHead(on module: String) -> [Layer] {
    [
      Layer("\(module)-head-pool", .averagePooling(Window(5, stride: 3)), from: [module]),
      .convolution("\(module)-head-conv", 128, kernel: 1),
      .dense("\(module)-head-fc1", 1024),
      .dropout("\(module)-head-dropout", rate: 0.7),
      .dense("\(module)-head-fc2", 1000, isRectified: false),
    ]
  }

  /// `3a-3x3-reduce` and its convolution are `inception3a.branch2.0.bn` and `inception3a.branch2.0.conv` there.
  static func googLeNetNames(_ network: Network) -> [String: String] {
    let stem = ["conv1": "conv1", "conv2-reduce": "conv2", "conv2": "conv3"]
    let branches = [
      "1x1": "branch1", "3x3-reduce": "branch2.0", "3x3": "branch2.1", "5x5-reduce": "branch3.0", "5x5": "branch3.1",
      "pool-1x1": "branch4.1",
    ]
    var names: [String: String] = [:]
    for stage in network.stages where stage.parameters > 0 {
      let isConvolution = stage.name.hasSuffix("-conv")
      let name = isConvolution ? String(stage.name.dropLast(5)) : stage.name
      let module = String(name.prefix(2))
      let place = stem[name] ?? branches[String(name.dropFirst(3))].map { "inception\(module).\($0)" }
      names[stage.name] = place.map { "\($0).\(isConvolution ? "conv" : "bn")" }
    }
    return names
  }

  private static var googLeNetTorchvisionLayers: [Layer] {
    func convolution(
      _ name: String, _ filters: Int, _ window: Window, _ inputs: [String] = []
    ) -> [Layer] {
      normalized(name, .convolution(filters: filters, window, groups: 1), from: inputs, epsilon: 1e-3)
    }
    var layers =
      convolution("conv1", 64, Window(7, stride: 2, padding: 3))
      + [.maxPooling("pool1", 3, stride: 2, rounding: .up)]
      + convolution("conv2-reduce", 64, Window(1))
      + convolution("conv2", 192, Window(3, padding: 1))
      + [.maxPooling("pool2", 3, stride: 2, rounding: .up)]
    var last = "pool2"
    for (index, modules) in InceptionModule.ofGoogLeNet.enumerated() {
      for module in modules {
        layers += module.layers(on: last, fiveKernel: 3) { name, filters, kernel, input in
          convolution(name, filters, Window(kernel, padding: .same(kernel: kernel)), [input])
        }
        last = module.name
      }
      if index < InceptionModule.ofGoogLeNet.count - 1 {
        let kernel = 3 - index
        layers.append(.maxPooling("pool\(index + 3)", kernel, stride: 2, rounding: .up, from: [last]))
        last = "pool\(index + 3)"
      }
    }
    return layers + [
      .globalAveragePooling("pool5"), .dropout("dropout", rate: 0.2), .dense("fc", 1000, isRectified: false),
    ]
  }
}
