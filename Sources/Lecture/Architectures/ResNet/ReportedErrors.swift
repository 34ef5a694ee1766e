/// What K. He, X. Zhang, S. Ren and J. Sun reported: Deep residual learning for image recognition, 2015. Shares of pictures
/// classified wrongly, in percent.
enum ReportedErrors {
  /// A network and its error.
  struct Entry: Hashable, Sendable {
    let name: String
    let layers: Int
    let isResidual: Bool
    let error: Double
  }

  /// ImageNet's validation pictures, first answer, mean of 10 crops: table 2. The shortcuts add no parameter.
  static let imageNet = [
    Entry(name: "plain-18", layers: 18, isResidual: false, error: 27.94),
    Entry(name: "plain-34", layers: 34, isResidual: false, error: 28.54),
    Entry(name: "ResNet-18", layers: 18, isResidual: true, error: 27.88),
    Entry(name: "ResNet-34", layers: 34, isResidual: true, error: 25.03),
  ]
  static let imageNetSource = "He et al. 2015, table 2: ImageNet, 10 crops"

  /// CIFAR-10's test pictures, by the number of layers: table 6, of 110 layers the best of five runs.
  static let cifar = [(20, 8.75), (32, 7.51), (44, 7.17), (56, 6.97), (110, 6.43), (1202, 7.93)].map {
    Entry(name: "\($0.0) layers", layers: $0.0, isResidual: true, error: $0.1)
  }
  static let cifarSource = "He et al. 2015, table 6: CIFAR-10"
}
